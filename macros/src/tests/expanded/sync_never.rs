fn run() -> ! {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "run",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Root,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::run"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move || -> ! {
            {
                const _: () = ();
                loop {}
            }
        },
        |
            _: &<::traced::__private::core::iter::RepeatWith<
                fn() -> !,
            > as ::traced::__private::core::iter::Iterator>::Item|
        ::traced::__private::Outcome::done(),
    )
}
