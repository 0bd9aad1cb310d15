"""Pictures that people send: looked at, turned upright and written anew by a process of their own, bound in time and memory."""
