// A number with its noun in the form that the language asks for.

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function plural(locale: string): (value: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (value, forms) => `${number.format(value)} ${forms[rules.select(value)] ?? forms.other}`;
}
