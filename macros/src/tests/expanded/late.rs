fn place() -> u64 {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "place",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::place"
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
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["order.status" : string,
                    "order.parts" : int_array] $($tokens)*)
                };
            }
            {
                const _: () = ();
                1
            }
        },
        |_: &u64| ::traced::__private::Outcome::done(),
    )
}
