//! How a mechanism declares its parameters.

/// Declares a section of parameters: a struct of numbers, each with its default, unit, range, mark and source, and
/// where it is a level of a country or a shape with a prior, which, on what scale and with what standard deviation:
/// `, Level Log 0.5`.
///
/// ```
/// righting_model::parameters! {
///     /// Parameters of curfew.
///     CurfewParameters in "curfew" {
///         /// Time over which patrols tire by a factor e.
///         tiring_days = 4.0 "days", 0.5..=60.0, Assumed "no figure was found; prior 2-10";
///     }
/// }
/// use righting_model::Section;
/// assert_eq!(CurfewParameters::INFO[0].path, "curfew.tiring_days");
/// assert_eq!(CurfewParameters::default().tiring_days, 4.0);
/// ```
#[macro_export]
macro_rules! parameters {
    (@role) => { $crate::Role::Constant };
    (@role $role:ident) => { $crate::Role::$role };
    (@prior) => { None };
    (@prior $scale:ident $sd:literal) => { Some($crate::Prior { scale: $crate::Scale::$scale, sd: $sd }) };
    (
        #[doc = $about:literal]
        $name:ident in $section:literal {
            $(
                #[doc = $text:literal]
                $field:ident = $default:literal $unit:literal, $low:literal..=$high:literal, $mark:ident $source:literal
                $(, $role:ident $scale:ident $sd:literal)?;
            )*
        }
    ) => {
        #[doc = $about]
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name { $( #[doc = $text] pub $field: f64, )* }

        impl Default for $name {
            fn default() -> Self { Self { $( $field: $default, )* } }
        }

        impl $crate::Section for $name {
            const NAME: &'static str = $section;
            const ABOUT: &'static str = $about.trim_ascii();
            const INFO: &'static [$crate::ParameterInfo] = &[ $(
                $crate::ParameterInfo {
                    path: concat!($section, ".", stringify!($field)),
                    description: $text.trim_ascii(),
                    unit: $unit, default: $default, low: $low, high: $high,
                    mark: $crate::Mark::$mark, source: $source,
                    role: $crate::parameters!(@role $($role)?),
                    prior: $crate::parameters!(@prior $($scale $sd)?),
                },
            )* ];

            fn of_values(values: &[f64]) -> Self {
                let &[$($field),*] = values else {
                    panic!("{} values for section `{}`", values.len(), $section)
                };
                Self { $( $field, )* }
            }

            fn values(&self) -> Vec<f64> {
                vec![ $( self.$field, )* ]
            }
        }
    };
}
