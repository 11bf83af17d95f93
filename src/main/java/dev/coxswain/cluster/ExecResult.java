package dev.coxswain.cluster;

/**
 * How a program in a container ended.
 *
 * @param truncated whether output beyond the limit was thrown away
 */
public record ExecResult(int exitCode, String stdout, String stderr, boolean truncated) {}
