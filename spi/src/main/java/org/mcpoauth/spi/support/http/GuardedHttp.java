package org.mcpoauth.spi.support.http;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.support.http.FetchResult.Absent;
import org.mcpoauth.spi.support.http.FetchResult.Found;

/**
 * The one way by which protocol steps call URLs: policy on the text, lookup of the host, policy on all
 * addresses, then the transport, all within the time of the call.
 *
 * <p>The transport looks the host up again; the address cache of the JVM makes both see the same answer, so
 * calls are refused when that cache is off. Behind a proxy, which does its own lookup, the policy must know
 * the host by name. Safe for use by several threads.
 */
public final class GuardedHttp {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.http");

    private final HttpTransport transport;
    private final EndpointPolicy policy;
    private final ProxySelector proxySelector;
    private final TimedLookup lookup;
    private final InstantSource clock;
    private final boolean mayLookUp;
    private final @Nullable Duration timeout;

    private GuardedHttp(Builder builder) {
        transport = builder.transport;
        policy = builder.policy;
        proxySelector = builder.proxySelector;
        lookup = new TimedLookup(builder.resolver);
        clock = builder.clock;
        timeout = builder.timeout;
        mayLookUp = builder.dangerousUncachedLookups || DnsCache.isOn();
        if (builder.dangerousUncachedLookups) {
            LOG.log(System.Logger.Level.WARNING, "MCPO2101 outbound calls are not protected against DNS rebinding");
        }
    }

    public static Builder builder(HttpTransport transport, EndpointPolicy policy) {
        return new Builder(transport, policy);
    }

    /**
     * Fetches a document.
     *
     * @return the document, or the 4xx status other than 408 and 429 that came instead
     * @throws TransportException with {@code ENDPOINT_REFUSED}, {@code CONNECTION_FAILED}, {@code
     *     TIMED_OUT} or {@code INTERRUPTED}; with {@code RESPONSE_STATUS_UNEXPECTED} for 408, 429 and 5xx
     * @throws ResponseViolationException with {@code RESPONSE_STATUS_UNEXPECTED}, {@code
     *     RESPONSE_CONTENT_TYPE} or {@code RESPONSE_TOO_LARGE}
     * @throws ConfigurationException if the JVM keeps no addresses
     */
    public FetchResult<Document> getJson(URI uri, FetchKind kind) {
        return getJson(uri, kind, null);
    }

    /**
     * Fetches a document again, which the server may answer with "not modified".
     *
     * @param previous the document as it came last time, or {@code null}
     */
    public FetchResult<Document> getJson(URI uri, FetchKind kind, @Nullable Document previous) {
        String entityTag = previous == null ? null : previous.entityTag();
        Map<String, String> headers = entityTag == null ? Map.of() : Map.of("If-None-Match", entityTag);
        HttpReply reply = send("GET", uri, headers, null, kind);
        Instant receivedAt = now();
        if (previous != null && entityTag != null && reply.status() == 304) {
            return new Found<>(previous.revalidated(reply.headers(), receivedAt));
        }
        if (reply.status() == 200) {
            kind.requireJson(reply);
            return new Found<>(Document.of(reply.body(), reply.headers(), receivedAt));
        }
        return withoutDocument(uri, kind, reply);
    }

    private FetchResult<Document> withoutDocument(URI uri, FetchKind kind, HttpReply reply) {
        int status = reply.status();
        String message = "expected status 200, got " + status;
        if (status == 408 || status == 429 || (status >= 500 && status <= 599)) {
            Duration retryAfter = RetryAfter.of(reply.headers(), now());
            throw new TransportException(FailureCode.RESPONSE_STATUS_UNEXPECTED, uri, message, retryAfter, null);
        }
        if (status >= 400 && status <= 499) {
            return new Absent<>(status, kind.rule());
        }
        throw new ResponseViolationException(FailureCode.RESPONSE_STATUS_UNEXPECTED, kind.rule(), message);
    }

    /**
     * Posts a form.
     *
     * @param headers headers beside {@code Accept} and {@code Content-Type}
     * @param form the fields, sent in the order of the map
     * @return the answer, whatever its status and content
     */
    public HttpReply postForm(URI uri, Map<String, String> headers, Map<String, String> form, FetchKind kind) {
        byte[] body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        return post(uri, headers, "application/x-www-form-urlencoded", body, kind);
    }

    /**
     * Posts a body.
     *
     * @param headers headers beside {@code Accept} and {@code Content-Type}
     * @return the answer, whatever its status and content
     */
    public HttpReply post(URI uri, Map<String, String> headers, String contentType, byte[] body, FetchKind kind) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Content-Type", contentType);
        return send("POST", uri, all, body, kind);
    }

    /**
     * Sends a request.
     *
     * @param headers headers; {@code Accept} is that of the kind unless it is among them
     * @param body the body, or {@code null} for none
     * @return the answer, whatever its status and content; redirects are answers
     * @throws TransportException with {@code ENDPOINT_REFUSED}, {@code CONNECTION_FAILED}, {@code
     *     TIMED_OUT} or {@code INTERRUPTED}
     * @throws ResponseViolationException with {@code RESPONSE_TOO_LARGE}
     * @throws ConfigurationException if the JVM keeps no addresses
     */
    public HttpReply send(String method, URI uri, Map<String, String> headers, byte @Nullable [] body, FetchKind kind) {
        long start = System.nanoTime();
        Duration whole = timeout == null ? kind.timeout() : timeout;
        requireCallable(uri, whole);
        Duration left = whole.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw new TransportException(FailureCode.TIMED_OUT, uri, "no time is left after the lookup", null);
        }
        return transport.send(
                new HttpCall(method, uri, headers(headers, kind), body, left, kind.maxBodyBytes(), kind.purpose()));
    }

    /** How long the server wants to be left alone, empty when it does not say; at most one day. */
    public Optional<Duration> retryAfter(HttpReply reply) {
        return Optional.ofNullable(RetryAfter.of(reply.headers(), now()));
    }

    /** What time it is where freshness is counted. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Judges a URL as a call would, without calling it.
     *
     * @param timeout how long the lookup of the host may take
     * @throws TransportException with {@code ENDPOINT_REFUSED}, {@code CONNECTION_FAILED}, {@code
     *     TIMED_OUT} or {@code INTERRUPTED}
     * @throws ConfigurationException if the JVM keeps no addresses
     */
    public void requireCallable(URI uri, Duration timeout) {
        policy.checkUri(uri);
        List<Proxy> ways = proxySelector.select(uri);
        boolean mayUseProxy = ways.stream().anyMatch(way -> way.type() != Proxy.Type.DIRECT);
        if (mayUseProxy && !policy.isHostAllowListed(uri)) {
            throw new TransportException(
                    FailureCode.ENDPOINT_REFUSED, uri, "a host behind a proxy must be on the allow-list", null);
        }
        // the JDK client takes the first way, and goes directly unless that is an HTTP proxy
        if (ways.isEmpty() || ways.get(0).type() != Proxy.Type.HTTP) {
            judgeAddresses(uri, timeout);
        }
    }

    private void judgeAddresses(URI uri, Duration timeout) {
        if (!mayLookUp) {
            throw new ConfigurationException(
                    DnsCache.PROPERTY, "the JVM must keep looked-up addresses for at least a second");
        }
        policy.checkAddresses(uri, lookup.resolve(uri, timeout));
    }

    private static HttpHeaders headers(Map<String, String> given, FetchKind kind) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Accept", List.of(kind.accept()));
        kind.headers().forEach((name, value) -> all.put(name, List.of(value)));
        given.forEach((name, value) -> all.put(name, List.of(value)));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Settings of guarded calls; what is not set keeps the value given here. */
    public static final class Builder {
        private final HttpTransport transport;
        private final EndpointPolicy policy;
        private ProxySelector proxySelector = HttpClient.Builder.NO_PROXY;
        private NameResolver resolver = NameResolver.ofJvm();
        private InstantSource clock = Clock.systemUTC();
        private boolean dangerousUncachedLookups;
        private @Nullable Duration timeout;

        private Builder(HttpTransport transport, EndpointPolicy policy) {
            this.transport = Objects.requireNonNull(transport, "transport");
            this.policy = Objects.requireNonNull(policy, "policy");
        }

        /** The proxy that the transport uses, and how long any kind of call may take; none, and as its kind says. */
        public Builder connections(Connections connections) {
            this.timeout = connections.requestTimeout();
            return connections.proxy() == null ? this : proxySelector(connections.proxy());
        }

        /** The proxies that the transport uses; none. */
        public Builder proxySelector(ProxySelector selector) {
            this.proxySelector = Objects.requireNonNull(selector, "selector");
            return this;
        }

        /** How hosts are looked up for the policy; as the JVM does. */
        public Builder resolver(NameResolver nameResolver) {
            this.resolver = Objects.requireNonNull(nameResolver, "nameResolver");
            return this;
        }

        /** What time it is, for the freshness of documents; the system clock. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Calls also when the JVM keeps no addresses, which opens the door to DNS rebinding. */
        public Builder dangerousUncachedLookups() {
            this.dangerousUncachedLookups = true;
            return this;
        }

        public GuardedHttp build() {
            return new GuardedHttp(this);
        }
    }
}
