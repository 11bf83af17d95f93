package dev.coxswain.cli.console;

import dev.coxswain.cluster.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLException;

/** Puts what a cluster or the way to it has against a command into words that say what to do. */
final class Complaint {

    static final String INSTALL =
            "install the definitions with `coxswain manifests | kubectl apply --server-side -f -`";

    private Complaint() {}

    /** The message of a failure on the way to the cluster. */
    static String of(IOException failure) {
        String message = message(failure);
        return switch (failure) {
            case NoSuchFileException _ -> "there is no file " + message;
            case AccessDeniedException _ -> message + " may not be read";
            case UnknownHostException _ ->
                "the API server's host " + message + " is not known; check the server in the kubeconfig";
            case ConnectException _ ->
                "cannot reach the API server: " + message
                        + "; is the cluster up, and is it the one you mean? (`kubectl cluster-info` asks the same)";
            case SocketTimeoutException _ ->
                "the API server does not answer: " + message + "; try again, or check the way to it";
            case SSLException _ ->
                "the connection to the API server is not trusted: " + message
                        + "; check the certificates in the kubeconfig";
            default -> message;
        };
    }

    static String of(UncheckedIOException failure) {
        IOException cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : of(cause);
    }

    private static String message(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** What a refusal means for the person who typed. */
    static String of(ApiResponse response) {
        String said =
                response.message().isEmpty() ? "the API server answered " + response.status() : response.message();
        return switch (response.status()) {
            case 401 ->
                "the API server does not accept these credentials (" + said
                        + "); renew them, or name others with --kubeconfig or --context";
            case 403 -> said + "; whoever administers the cluster can grant that with a Role and a RoleBinding";
            case 429, 503 -> said + "; the API server is busy, try again";
            default -> said;
        };
    }
}
