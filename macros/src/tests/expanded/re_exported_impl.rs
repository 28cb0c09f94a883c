#[crate::telemetry::traced(
    __item{impl
    Orders{fn
    place(&self, #[attr]id:u64){}}},
    crate = crate::telemetry
)]
#[allow(unused)]
impl Orders {
    fn place(&self, id: u64) {}
}
