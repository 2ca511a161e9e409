"""The parts of the document, one file each: a part takes the render context and returns its piece."""
