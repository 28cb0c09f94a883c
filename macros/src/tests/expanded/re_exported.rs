fn nothing() {
    use crate::telemetry::__private_of_traced as __traced_private;
    __traced_private::call(
        {
            static SITE: __traced_private::Site = __traced_private::Site::new(__traced_private::SiteParts {
                name: "nothing",
                kind: __traced_private::Kind::Internal,
                origin: __traced_private::Origin::Ambient,
                function: __traced_private::core::concat!(
                    __traced_private::core::module_path!(), "::nothing"
                ),
                file: __traced_private::core::file!(),
                line: __traced_private::core::line!(),
                package: __traced_private::core::option_env!("CARGO_PKG_NAME"),
                version: __traced_private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move || {
            if false {
                let __r: () = __traced_private::returned();
                return __r;
            }
            {
                const _: () = ();
            }
        },
        |_: &()| __traced_private::Outcome::done(),
    )
}
