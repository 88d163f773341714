#!/usr/bin/env bash
# The image holds no HTTP client; bash opens a connection by itself. Healthy: /health/ready answers 200.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${MultiBot__Http__Port:-5080}"
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 2 -u 3 _ status _
[ "$status" = 200 ]
