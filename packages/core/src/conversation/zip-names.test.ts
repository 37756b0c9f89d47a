import { expect, test } from 'vitest'
import { zipNames } from './zip-names.ts'

test.each([
  ['two with one name', ['a.txt', 'a.txt', 'a.txt'], ['a.txt', 'a (2).txt', 'a (3).txt']],
  ['two that differ in case', ['Photo.JPG', 'photo.jpg'], ['Photo.JPG', 'photo (2).jpg']],
  ['one that has the number of another', ['a (2).txt', 'a.txt', 'a.txt'], ['a (2).txt', 'a.txt', 'a (3).txt']],
  ['no extension', ['file', 'file', '.bashrc'], ['file', 'file (2)', 'bashrc']],
  [
    'a folder above',
    ['../../etc/passwd', '..\\..\\win.ini', '/etc/shadow', '..'],
    ['passwd', 'win.ini', 'shadow', 'file'],
  ],
  ['what Windows reserves', ['con.txt', 'a<b>:c|d?.txt', 'LPT1'], ['_con.txt', 'a_b__c_d_.txt', '_LPT1']],
  ['hidden characters', ['invoice\u202Efdp.exe', 'nul\u0000l.txt'], ['invoicefdp.exe', 'null.txt']],
])('files unpack beside each other: %s', (_what, filenames, names) => {
  expect(zipNames(filenames)).toEqual(names)
})
