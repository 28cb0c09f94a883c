/// Adds.
#[inline]
pub(crate) fn add(a: u64, b: u64) -> u64 {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "add",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::add"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move || -> u64 {
            let a = a;
            let mut b = b;
            {
                b += a;
                b
            }
        },
        |_: &u64| ::traced::__private::Outcome::done(),
    )
}
