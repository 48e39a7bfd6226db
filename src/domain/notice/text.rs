/// Makes an enum that is stored as text: a fixed word, then the fields, separated by slashes. Only the last field may hold
/// slashes itself. Variants may share a word where the number or the types of their fields tell them apart.
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$vmeta:meta])* $variant:ident $({ $($field:ident: $type:ty),+ })? = $word:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant $({ $($field: $type),+ })?),+ }

        impl $name {
            /// The fixed word that its text begins with.
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())?;
                match self {
                    $(Self::$variant $({ $($field),+ })? => { $($(write!(f, "/{}", $field)?;)+)? })+
                }
                Ok(())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $(
                    let read = |rest: &str| text_enum!(@read rest, $variant $({ $($field),+ })?);
                    if let Some(value) = text.strip_prefix($word).and_then(read) {
                        return Ok(value);
                    }
                )+
                Err($crate::domain::UnknownWord::among(text, &[$($word),+]))
            }
        }
    };
    (@read $rest:ident, $variant:ident) => { $rest.is_empty().then_some(Self::$variant) };
    (@read $rest:ident, $variant:ident { $($field:ident),+ }) => {{
        let mut fields = $rest.strip_prefix('/')?.splitn([$(stringify!($field)),+].len(), '/');
        Some(Self::$variant { $($field: fields.next()?.parse().ok()?),+ })
    }};
}
pub(super) use text_enum;
