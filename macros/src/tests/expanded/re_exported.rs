fn nothing() {
    crate::telemetry::__private::call(
        {
            static SITE: crate::telemetry::__private::Site = crate::telemetry::__private::Site::new(crate::telemetry::__private::SiteParts {
                name: "nothing",
                kind: crate::telemetry::__private::Kind::Internal,
                origin: crate::telemetry::__private::Origin::Ambient,
                function: crate::telemetry::__private::core::concat!(
                    crate ::telemetry::__private::core::module_path!(), "::nothing"
                ),
                file: crate::telemetry::__private::core::file!(),
                line: crate::telemetry::__private::core::line!(),
                package: crate::telemetry::__private::core::option_env!(
                    "CARGO_PKG_NAME"
                ),
                version: crate::telemetry::__private::core::option_env!(
                    "CARGO_PKG_VERSION"
                ),
                constants: &[],
            });
            &SITE
        },
        move || {
            if false {
                return crate::telemetry::__private::returned::<()>();
            }
            {
                const _: () = ();
            }
        },
        |__r| {
            {
                use crate::telemetry::__private::dispatch::*;
                (&&&&&&&crate::telemetry::__private::Probe(__r)).outcome()
            }
        },
    )
}
