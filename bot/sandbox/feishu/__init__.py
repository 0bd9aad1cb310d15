"""Feishu (飞书) as the sandbox plays it: one custom app with a robot and its event address."""
