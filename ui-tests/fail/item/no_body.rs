use traced::traced;

trait Store {
    #[traced]
    fn load(&self) -> u64;
}

unsafe extern "C" {
    #[traced]
    fn abs(n: i32) -> i32;
}

#[traced]
unsafe extern "C" {
    fn labs(n: i64) -> i64;
}

fn main() {}
