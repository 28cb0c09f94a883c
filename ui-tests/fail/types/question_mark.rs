use traced::traced;

struct Mine;

#[traced]
fn sync() -> Result<u64, Mine> {
    Ok("1".parse::<u64>()?)
}

#[traced]
async fn asynchronous() -> Result<u64, Mine> {
    Ok("1".parse::<u64>()?)
}

#[traced]
async fn no_result() -> u64 {
    "1".parse::<u64>()?
}

fn main() {}
