"""WeCom (企业微信) as the sandbox plays it: one self-built app with its callback."""
