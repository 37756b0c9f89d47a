import type { Random } from './random.ts'
import type { Language } from './words/vocabulary.ts'

const names: Record<Language, [given: string, family: string]> = {
  en: [
    'Alice Amir Beth Carl Dana Ed Fiona Grace Hugh Isla Jack Kate Liam Maya Noah Olive Peter Ruth Sam Tessa',
    'Adams Baker Clarke Dixon Evans Foster Grant Hughes Irwin Jones Khan Lewis Moore Nash Owen Price Reid Shaw Turner Ward',
  ],
  de: [
    'Anke Bernd Clara Dirk Elif Frank Greta Heiko Ines Jörg Katrin Lars Meike Nils Petra Rolf Sabine Timo Uwe Vera',
    'Arndt Becker Claus Dietz Ernst Fuchs Groß Huber Jahn Krüger Lang Müller Neumann Otto Pohl Richter Schäfer Thiel Vogt Weiß',
  ],
  fr: [
    'Anne Benoît Chloé Denis Élise Fabien Gaëlle Hugo Inès Jean Karim Léa Marc Noémie Paul Renée Sylvie Théo Yann Zoé',
    'Aubert Blanc Carré Dubois Étienne Faure Girard Henry Joly Lambert Mercier Noël Petit Roux Simon Tessier Vidal',
  ],
  es: [
    'Ana Bruno Carmen Diego Elena Félix Gloria Hugo Inés Javier Lucía Mateo Nuria Óscar Pilar Raúl Sofía Tomás',
    'Alonso Blanco Castro Díaz Espín Flores Gil Herrera Ibáñez Lozano Muñoz Núñez Ortiz Peña Ramos Soler Vega',
  ],
  ja: ['葵 大輔 恵子 健太 美咲 直樹 涼子 翔 拓也 由美', '伊藤 加藤 小林 佐藤 鈴木 高橋 田中 中村 山本 渡辺'],
}

export function nameOf(language: Language, random: Random): string {
  const [given, family] = names[language].map(it => it.split(' ')) as [string[], string[]]
  return language === 'ja'
    ? `${random.pick(family)} ${random.pick(given)}`
    : `${random.pick(given)} ${random.pick(family)}`
}

/** The part before the @: readable where the name is written in Latin letters. */
export function localPart(name: string, number: number): string {
  const plain = name
    .normalize('NFD')
    .replaceAll('ß', 'ss')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(' ', '.')
  return `${plain || 'user'}${number}`
}
