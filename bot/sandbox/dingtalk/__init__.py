"""DingTalk (钉钉) as the sandbox plays it: one internal app with its robot, by stream or by HTTP."""
