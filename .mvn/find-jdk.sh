# Sourced by mvnw and coxswain (POSIX sh): sets JAVA_HOME to a JDK of at least COXSWAIN_JDK, or says what is missing.
# A JAVA_HOME that is new enough is left alone.
COXSWAIN_JDK=25

# jdk_version DIRECTORY: prints its feature version, or nothing when there is no whole JDK in it
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_is_new_enough() {
  found=$(jdk_version "$1")
  [ "${found:-0}" -ge "$COXSWAIN_JDK" ]
}

find_jdk() {
  [ -n "${JAVA_HOME:-}" ] && jdk_is_new_enough "$JAVA_HOME" && return 0
  onpath=$(command -v javac 2>/dev/null) && onpath=$(readlink -f "$onpath" 2>/dev/null) && onpath=${onpath%/bin/javac}
  for home in "${onpath:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    if [ -n "$home" ] && jdk_is_new_enough "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  {
    echo "Coxswain needs a JDK $COXSWAIN_JDK or newer, and none was found."
    echo "Looked at: JAVA_HOME (${JAVA_HOME:-not set}), javac on the PATH, /usr/lib/jvm, ~/.sdkman/candidates/java, ~/.jdks,"
    echo "           /Library/Java/JavaVirtualMachines, /opt/java, /opt/jdk*."
    echo "Install one (https://adoptium.net, or: sdk install java 25-tem), or set JAVA_HOME to it."
  } >&2
  return 1
}

find_jdk
