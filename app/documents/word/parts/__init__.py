"""The parts of the document, one file each. A part takes the manuscript and gives its piece of the body."""
