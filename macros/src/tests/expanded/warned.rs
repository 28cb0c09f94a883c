fn serve() {
    ::traced::__private::call(
        {
            const _: () = {
                #[allow(deprecated)]
                mod __traced {
                    #[deprecated(
                        note = "attribute `http.rout` is none of OpenTelemetry's, to which the namespace `http` belongs; did you mean `http.route`? (OpenTelemetry semantic conventions 1.44.0) [unknown-attribute]"
                    )]
                    macro_rules! unknown_attribute {
                        () => {
                            ()
                        };
                    }
                    pub(super) use unknown_attribute;
                }
                __traced::unknown_attribute!()
            };
            const _: () = {
                #[allow(deprecated)]
                mod __traced {
                    #[deprecated(
                        note = "`tokio::spawn` starts a task without the trace of this function; write `traced::task::spawn` [raw-spawn]"
                    )]
                    macro_rules! raw_spawn {
                        () => {
                            ()
                        };
                    }
                    pub(super) use raw_spawn;
                }
                __traced::raw_spawn!()
            };
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
                constants: &[("http.rout", ::traced::__private::Constant::Str("/"))],
            });
            &SITE
        },
        move || {
            if false {
                let __r: () = ::traced::__private::returned();
                return __r;
            }
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["http.rout" : any]
                    $($tokens)*)
                };
            }
            {
                ::tokio::spawn(::shop::serve());
            }
        },
        |_: &()| ::traced::__private::Outcome::done(),
    )
}
