#[cfg(doc)]
pub async unsafe fn take(&mut self, n: u64) -> u64 {
    loop {}
}
#[cfg(not(doc))]
pub unsafe fn take(
    &mut self,
    n: u64,
) -> impl ::traced::__private::core::future::Future<Output = u64> {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "take",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::take"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        __parent,
        async move {
            if false {
                let __r: u64 = ::traced::__private::returned();
                return __r;
            }
            let _ = &self;
            let n = n;
            {
                const _: () = ();
                self.take(n)
            }
        },
        |_: &u64| ::traced::__private::Outcome::done(),
    )
}
