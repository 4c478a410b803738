package org.mcpoauth.client.call;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Map;
import org.mcpoauth.api.client.CallAuthorization;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.client.IgnoredBody;

/** One call of the application: sent with the token at hand, and again after each challenge that could be met. */
final class AuthorizedCall<T> {
    private final ApplicationHttp application;
    private final CallAuthorization authorization;
    private final HttpRequest request;
    private final BodyHandler<T> bodyHandler;

    AuthorizedCall(
            ApplicationHttp application,
            CallAuthorization authorization,
            HttpRequest request,
            BodyHandler<T> bodyHandler) {
        this.application = application;
        this.authorization = authorization;
        this.request = request;
        this.bodyHandler = bodyHandler;
    }

    HttpResponse<T> send() throws IOException, InterruptedException {
        HttpResponse<T> response;
        do {
            response = application.send(with(authorization.headers()), this::readUnlessChallenged);
        } while (authorization.resolve(response.statusCode(), response.headers()));
        return response;
    }

    private HttpRequest with(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return request;
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
        headers.forEach(copy::header);
        return copy.build();
    }

    /** The body of a challenge is not the application's. */
    private HttpResponse.BodySubscriber<T> readUnlessChallenged(ResponseInfo info) {
        return StandardCallAuthorization.isChallenged(info.statusCode(), info.headers())
                ? new IgnoredBody<>()
                : bodyHandler.apply(info);
    }
}
