fn cancel() {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "late.cancel",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::cancel"
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
            ::traced::__private::attributes(|__a| {
                __a.set("http.route", super::__traced_0::typed(&::shop::route()));
            });
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["http.route" : any]
                    $($tokens)*)
                };
            }
            {
                const _: () = ();
            }
        },
        |_: &()| ::traced::__private::Outcome::done(),
    )
}
