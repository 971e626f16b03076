#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Prints the home of a JDK that is new enough: JAVA_HOME if it is, else the oldest such one of the usual places.
# The version stands in the file "release" of every JDK, so none has to be started.
set -eu

needed=${1:-25}

version() {
	sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_jdk() {
	[ -x "$1/bin/javac" ] && [ "$(version "$1")" -ge "$needed" ] 2>/dev/null
}

if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then
	printf '%s\n' "$JAVA_HOME"
	exit
fi

found=
compiler=$(command -v javac || true)
for home in \
	"${compiler:+$(dirname "$(dirname "$(readlink -f "$compiler" || true)")")}" \
	/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
	"${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
	/Library/Java/JavaVirtualMachines/*/Contents/Home; do
	if is_jdk "$home" && { [ -z "$found" ] || [ "$(version "$home")" -lt "$(version "$found")" ]; }; then
		found=$home
	fi
done

if [ -z "$found" ]; then
	echo "error: no JDK $needed or later was found" >&2
	echo "hint: set JAVA_HOME to one" >&2
	exit 1
fi
printf '%s\n' "$found"
