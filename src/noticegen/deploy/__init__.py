"""The output  ->  its target: looked at, compared by content, carried over in a safe order.

A deployment is a value, a list of commands for tools that exist (`rclone`, `rsync`, the host's
own); carrying it out is running them one after the other.
"""
