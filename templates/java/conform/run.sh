#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Performs one case; $JAVA_OPTIONS goes to the virtual machine.
cd "$(dirname "$0")/.."
# Every case is a process of its own: it has to start fast.
exec "$(cat build/conform/jdk)/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \
	--enable-native-access=ALL-UNNAMED ${JAVA_OPTIONS:-} -cp 'build/*:build/conform' conform.Conform "$@"
