"""The public record: an append-only log of what readers were shown.

`states` says what readers are shown of each subject, `log` holds what was taken down of it,
`holding` compares the two, `taking` decides what `noticegen record` adds, `folder` reads and
writes `record/`, `published` makes what everybody gets, and `standing` brings an earlier
moment back. `merkle` and `checkpoint` make the log provable (RFC 6962, C2SP tlog-checkpoint).
"""
