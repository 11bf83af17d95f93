package dev.coxswain.action;

import dev.coxswain.playbook.ActionSignature;

/**
 * Something that a step can do. Asked again after every observation until it answers {@link Progress.Done} or {@link
 * Progress.Refuse}; the same code computes the plan, over a view that assumes success.
 */
public interface Action {

    ActionSignature signature();

    Progress next(Params with, Situation situation);
}
