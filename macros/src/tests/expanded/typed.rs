fn serve(route: &str) {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "serve",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::serve"
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
            let route = route;
            ::traced::__private::attributes(|__a| {
                __a.set(
                    "http.route",
                    match &(route) {
                        __value => {
                            #[diagnostic::on_unimplemented(
                                message = "`http.route` is a string: this is a `{Self}` (OpenTelemetry semantic conventions 1.44.0) [attribute-type]",
                                label = "not a string"
                            )]
                            trait HttpRoute: ::traced::__private::typed::IsString {}
                            #[diagnostic::do_not_recommend]
                            impl<
                                T: ::traced::__private::typed::IsString
                                    + ?::traced::__private::core::marker::Sized,
                            > HttpRoute for T {}
                            fn typed<
                                T: HttpRoute + ?::traced::__private::core::marker::Sized,
                            >(value: &T) -> ::traced::__private::typed::Recorded<'_> {
                                ::traced::__private::typed::string(value)
                            }
                            typed(__value)
                        }
                    },
                );
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
