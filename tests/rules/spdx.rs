//! Licence expressions as crates write them: `A OR B`, `A AND B`, `A WITH exception`, parentheses, the old `A/B`.

/// Whether the expression can be satisfied with the accepted licences alone; an error tells what cannot be read.
pub fn allows(expression: &str, accepted: impl Fn(&str) -> bool) -> Result<bool, String> {
    let mut reader = Reader { words: words(expression).into_iter().peekable(), accepted };
    let answer = reader.any_of()?;
    match reader.words.next() {
        None => Ok(answer),
        Some(word) => Err(format!("unexpected \"{word}\" in \"{expression}\"")),
    }
}

fn words(expression: &str) -> Vec<String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

struct Reader<Accepted> {
    words: std::iter::Peekable<std::vec::IntoIter<String>>,
    accepted: Accepted,
}

impl<Accepted: Fn(&str) -> bool> Reader<Accepted> {
    fn any_of(&mut self) -> Result<bool, String> {
        let mut answer = self.all_of()?;
        while self.take("OR") {
            answer |= self.all_of()?;
        }
        Ok(answer)
    }

    fn all_of(&mut self) -> Result<bool, String> {
        let mut answer = self.one()?;
        while self.take("AND") {
            answer &= self.one()?;
        }
        Ok(answer)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.take("(") {
            let answer = self.any_of()?;
            return if self.take(")") { Ok(answer) } else { Err("a parenthesis is left open".into()) };
        }
        let licence = self.name()?;
        if self.take("WITH") {
            let exception = self.name()?;
            return Ok((self.accepted)(&format!("{licence} WITH {exception}")));
        }
        Ok((self.accepted)(&licence))
    }

    fn name(&mut self) -> Result<String, String> {
        self.words
            .next()
            .filter(|word| !["AND", "OR", "WITH", "(", ")"].contains(&word.as_str()))
            .ok_or_else(|| "a licence is missing".into())
    }

    fn take(&mut self, expected: &str) -> bool {
        self.words.next_if(|word| word == expected).is_some()
    }
}

mod tests {
    use super::allows;

    fn with_mit_and_isc(expression: &str) -> Result<bool, String> {
        allows(expression, |licence| ["MIT", "ISC"].contains(&licence))
    }

    #[test]
    fn one_of_several_is_enough() {
        assert_eq!(with_mit_and_isc("GPL-3.0-only OR MIT"), Ok(true));
        assert_eq!(with_mit_and_isc("GPL-3.0-only/MIT"), Ok(true));
        assert_eq!(with_mit_and_isc("GPL-3.0-only OR Zlib"), Ok(false));
    }

    #[test]
    fn all_of_several_are_required() {
        assert_eq!(with_mit_and_isc("MIT AND ISC"), Ok(true));
        assert_eq!(with_mit_and_isc("MIT AND Zlib"), Ok(false));
    }

    #[test]
    fn and_binds_tighter_than_or() {
        assert_eq!(with_mit_and_isc("MIT OR ISC AND Zlib"), Ok(true));
        assert_eq!(with_mit_and_isc("(MIT OR ISC) AND Zlib"), Ok(false));
        assert_eq!(with_mit_and_isc("Zlib AND (MIT OR ISC)"), Ok(false));
    }

    #[test]
    fn an_exception_makes_another_licence() {
        assert_eq!(with_mit_and_isc("MIT WITH LLVM-exception"), Ok(false));
        assert_eq!(allows("MIT WITH LLVM-exception", |name| name == "MIT WITH LLVM-exception"), Ok(true));
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for broken in ["", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT ISC", "MIT WITH"] {
            assert!(with_mit_and_isc(broken).is_err(), "{broken:?} was read");
        }
    }
}
