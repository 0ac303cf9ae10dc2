export async function run(): Promise<void> { /* filled below */ }
