#[allow(unused_variables)]
fn quiet() {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "quiet",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::quiet"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move || {
            if false {
                let __r: () = ::traced::__private::returned();
                return __r;
            }
            {
                let x = 1;
            }
        },
        |_: &()| ::traced::__private::Outcome::done(),
    )
}
