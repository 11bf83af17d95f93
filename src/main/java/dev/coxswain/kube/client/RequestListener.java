package dev.coxswain.kube.client;

import dev.coxswain.cluster.ApiRequest;

/** Is told of every request, on the thread that sent it. */
@FunctionalInterface
public interface RequestListener {

    /** The status of a request that got no answer. */
    int UNANSWERED = 0;

    RequestListener NOBODY = (_, _) -> {};

    /** @param status of HTTP, or {@link #UNANSWERED}; that of a watch or a long list when it begins */
    void sent(ApiRequest request, int status);
}
