package dev.coxswain.cli.story;

/**
 * One thing that happened.
 *
 * @param who as the cluster knows them: the manager of the changed fields, or the component that reports
 * @param what they did
 */
public record Seen(String who, String what) {}
