package org.mcpoauth.tck.counterpart;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.mcpoauth.tck.counterpart.Reply.Delivery;

/** What can be wrong with the peers of a client: the threat, and the rule that makes a client safe from it. */
public enum Fault {
    /** The metadata are about another server. */
    RESOURCE_OF_ANOTHER_SERVER(
            "a token for somebody else's resource",
            "RFC 9728",
            "3.3",
            it -> it.mcp().resource("https://elsewhere.example/mcp")),
    /** The metadata are about a resource whose path only begins with the same letters. */
    RESOURCE_OF_A_NEIGHBOUR(
            "a token for a neighbour's resource",
            "RFC 9728",
            "3.3",
            it -> it.mcp().resource(it.mcp().url().replace("/mcp", "/mc"))),
    /** The metadata are about another port of the same host. */
    RESOURCE_AT_ANOTHER_PORT(
            "a token for another server of the host",
            "RFC 9728",
            "3.3",
            it -> it.mcp().resource(it.stranger().origin() + "/mcp")),

    /** The challenge sends the client to an address of a private network. */
    METADATA_IN_A_PRIVATE_NETWORK(
            "requests to internal hosts",
            "RFC 9728",
            "7.7",
            it -> it.mcp().metadataUrl("https://10.255.255.1/metadata")),
    /** The challenge sends the client to the address where clouds tell machines their credentials. */
    METADATA_OF_THE_CLOUD(
            "requests to internal hosts",
            "RFC 9728",
            "7.7",
            it -> it.mcp().metadataUrl("http://169.254.169.254/latest/meta-data")),
    /** The challenge sends the client to an internal address, written as IPv6. */
    METADATA_AT_A_MAPPED_ADDRESS(
            "requests to internal hosts",
            "RFC 9728",
            "7.7",
            it -> it.mcp().metadataUrl("https://[::ffff:10.255.255.1]/metadata")),
    /** The challenge names a file. */
    METADATA_IN_A_FILE(
            "reading of local files", "RFC 9728", "7.7", it -> it.mcp().metadataUrl("file:///etc/passwd")),
    /** The metadata are a redirect to somebody else. */
    METADATA_REDIRECTED(
            "requests that a peer steers",
            "RFC 9728",
            "7.7",
            it -> it.mcp()
                    .http()
                    .on(
                            McpServerPeer.METADATA,
                            request -> Reply.redirect(302, it.stranger().origin() + "/"))),
    /** The authorization server is at an internal address. */
    ISSUER_IN_A_PRIVATE_NETWORK(
            "requests to internal hosts", "RFC 9728", "7.7", it -> it.mcp().names("https://192.168.255.254")),
    /** The token endpoint is at an internal address. */
    TOKEN_ENDPOINT_IN_A_PRIVATE_NETWORK(
            "codes and secrets sent to internal hosts",
            "MCP security best practices",
            "Server-Side Request Forgery",
            it -> it.server().text("token_endpoint", "https://172.16.255.254/token")),
    /** The registration endpoint is at an internal address. */
    REGISTRATION_IN_A_PRIVATE_NETWORK(
            "requests to internal hosts",
            "MCP security best practices",
            "Server-Side Request Forgery",
            it -> it.server().text("registration_endpoint", "https://10.255.255.1/register")),
    /** The token endpoint is not https, nor at loopback. */
    TOKEN_ENDPOINT_IN_THE_CLEAR(
            "codes and secrets read on the way",
            "RFC 6749",
            "3.2",
            it -> it.server().text("token_endpoint", "http://203.0.113.7/token")),

    /** The metadata name another issuer. */
    ISSUER_OF_SOMEBODY_ELSE(
            "mix-up of authorization servers",
            "RFC 8414",
            "3.3",
            it -> it.server().text("issuer", it.other().issuer())),
    /** The metadata name the issuer with a slash at its end. */
    ISSUER_WITH_SLASH(
            "mix-up of authorization servers",
            "RFC 8414",
            "3.3",
            it -> it.server().text("issuer", it.server().issuer() + "/")),
    /** The metadata name the issuer with capital letters. */
    ISSUER_IN_CAPITALS(
            "mix-up of authorization servers",
            "RFC 8414",
            "3.3",
            it -> it.server().text("issuer", it.server().issuer().replace("http", "HTTP"))),
    /** The metadata name the issuer with its port in another spelling. */
    ISSUER_WITH_OTHER_PORT_TEXT(
            "mix-up of authorization servers",
            "RFC 8414",
            "3.3",
            it -> it.server().text("issuer", it.server().issuer().replace("127.0.0.1:", "127.0.0.1:0"))),
    /** The metadata do not speak of PKCE. */
    NO_PKCE(
            "stolen codes",
            "MCP authorization",
            "Authorization Code Protection",
            it -> it.server().without("code_challenge_methods_supported")),
    /** The metadata list the plain method of PKCE only. */
    PLAIN_PKCE(
            "stolen codes",
            "MCP authorization",
            "Authorization Code Protection",
            it -> it.server().member("code_challenge_methods_supported", "[\"plain\"]")),
    /** A member occurs twice in the metadata. */
    DUPLICATE_METADATA_MEMBER(
            "documents that two readers understand differently",
            "RFC 8259",
            "4",
            it -> it.server()
                    .documents(text ->
                            "{\"token_endpoint\":\"" + it.stranger().origin() + "/token\"," + text.substring(1))),
    /** The metadata have no end. */
    ENDLESS_METADATA(
            "exhausted memory",
            "RFC 9728",
            "7.7",
            it -> it.server()
                    .http()
                    .on(
                            AuthorizationServerPeer.METADATA,
                            request -> Reply.json(200, " ".repeat(8192)).delivered(Delivery.ENDLESS))),

    /** The page for users is a script. */
    SCRIPT_AS_PAGE(
            "code run in the client",
            "MCP security best practices",
            "Authorization URL Validation",
            page("javascript:alert(1)")),
    /** The page for users is a document in a URL. */
    DATA_AS_PAGE(
            "code run in the client",
            "MCP security best practices",
            "Authorization URL Validation",
            page("data:text/html,x")),
    /** The page for users is a file. */
    FILE_AS_PAGE(
            "programs started by a URL",
            "MCP security best practices",
            "Authorization URL Validation",
            page("file:///bin/sh")),
    /** The page for users is a command of some shell. */
    COMMAND_AS_PAGE(
            "programs started by a URL",
            "MCP security best practices",
            "Authorization URL Validation",
            page("vbscript:x")),
    /** The page for users is not https, nor at loopback. */
    PAGE_IN_THE_CLEAR(
            "codes read on the way",
            "MCP authorization",
            "Communication Security",
            page("http://203.0.113.7/authorize")),

    /** The response does not say which server it is from, though the metadata promise it. */
    NO_ISS(
            "mix-up of authorization servers",
            "RFC 9207",
            "2.4",
            response(url -> url.substring(0, url.indexOf("&iss=")))),
    /** The response is from another server. */
    FOREIGN_ISS(
            "mix-up of authorization servers",
            "RFC 9207",
            "2.4",
            response(url -> url.substring(0, url.indexOf("&iss=")) + "&iss=https%3A%2F%2Felsewhere.example")),
    /** The response names its server with a slash at the end. */
    ISS_WITH_SLASH("mix-up of authorization servers", "RFC 9207", "2.4", response(url -> url + "%2F")),
    /** The response names its server with capital letters. */
    ISS_IN_CAPITALS(
            "mix-up of authorization servers",
            "RFC 9207",
            "2.4",
            response(url -> url.replace("&iss=http", "&iss=HTTP"))),
    /** The response names two servers. */
    TWO_ISS(
            "mix-up of authorization servers",
            "RFC 6749",
            "3.1",
            response(url -> url + "&iss=https%3A%2F%2Felsewhere.example")),
    /** An error that is not from the server that was asked, with a text for the user. */
    FOREIGN_ERROR(
            "texts of an attacker shown to users",
            "RFC 9207",
            "2.4",
            response(url -> url.substring(0, url.indexOf('?'))
                    + "?error=access_denied&error_description=CALL-0900-HOSTILE&iss=https%3A%2F%2Felsewhere.example&state="
                    + Request.value(url, "state"))),
    /** The response has no state. */
    NO_STATE("forged responses", "RFC 6749", "10.12", response(url -> url.replace("&state=", "&other="))),
    /** The response has the state of somebody else. */
    FOREIGN_STATE("forged responses", "RFC 6749", "10.12", response(url -> url.replace("&state=", "&state=x"))),
    /** The response has two codes. */
    TWO_CODES("injected codes", "RFC 6749", "3.1", response(url -> url + "&code=injected")),
    /** The response has no code. */
    NO_CODE("responses that say nothing", "RFC 6749", "4.1.2", response(url -> url.replace("code=", "other="))),
    /** An error of the server itself, with control characters and without end. */
    HOSTILE_ERROR(
            "forged lines in logs",
            "RFC 6749",
            "4.1.2.1",
            response(url -> url.substring(0, url.indexOf('?')) + "?error=access_denied&error_description="
                    + "no%0D%0AHOSTILE".repeat(400) + url.substring(url.indexOf("&state=")))),

    /** Tokens are of a type that no client knows. */
    UNKNOWN_TOKEN_TYPE(
            "tokens used in a wrong way", "RFC 6749", "7.1", tokens(text -> text.replace("\"Bearer\"", "\"mac\""))),
    /** Tokens have no type. */
    NO_TOKEN_TYPE("tokens used in a wrong way", "RFC 6749", "5.1", tokens(text -> text.replace("token_type", "kind"))),
    /** There is no access token in the answer. */
    NO_ACCESS_TOKEN(
            "answers that say nothing",
            "RFC 6749",
            "5.1",
            tokens(text -> text.replace("\"access_token\"", "\"other\""))),
    /** The access token occurs twice in the answer. */
    TWO_ACCESS_TOKENS(
            "documents that two readers understand differently",
            "RFC 8259",
            "4",
            tokens(text -> "{\"access_token\":\"injected\"," + text.substring(1))),
    /** The access token would be a second header. */
    TOKEN_WITH_LINES(
            "injected headers",
            "RFC 6750",
            "2.1",
            tokens(text -> text.replace("{\"access_token\":\"", "{\"access_token\":\"x\\r\\nInjected: 1 "))),
    /** The answer does not say how long the token lives. */
    NO_LIFETIME("tokens that never end", "RFC 6749", "5.1", tokens(text -> text.replace("\"expires_in\":3600,", ""))),
    /** The token lives for a time that is no number. */
    LIFETIME_OF_WORDS("tokens that never end", "RFC 6749", "5.1", tokens(text -> text.replace("3600", "{\"a\":[]}"))),
    /** An identity token that is none. */
    JUNK_ID_TOKEN(
            "crashes on what is not needed",
            "RFC 6749",
            "5.1",
            tokens(text -> text.replace("{", "{\"id_token\":\"a.b\","))),
    /** An error comes with status 200. */
    ERROR_WITH_STATUS_200("errors taken for tokens", "RFC 6749", "5.2", redemption(Reply.error(200, "invalid_grant"))),
    /** The answer is no JSON. */
    GARBAGE_AS_TOKENS(
            "answers that cannot be read", "RFC 6749", "5.1", redemption(Reply.json(200, "{\"access_token\":"))),
    /** The answer is a page. */
    PAGE_AS_TOKENS(
            "answers of something in between",
            "RFC 6749",
            "5.1",
            redemption(new Reply(200, Map.of("Content-Type", "text/html"), "<html>", Delivery.WHOLE))),
    /** The answer has no end. */
    ENDLESS_TOKENS(
            "exhausted memory",
            "RFC 6749",
            "5.1",
            redemption(Reply.json(200, " ".repeat(8192)).delivered(Delivery.ENDLESS))),
    /** The answer comes one byte in a second. */
    SLOW_TOKENS(
            "callers that wait for ever",
            "RFC 6749",
            "5.1",
            redemption(Reply.json(200, " ".repeat(120) + "{}").delivered(Delivery.SLOW))),
    /** The connection ends before an answer. */
    NO_ANSWER_TO_A_CODE(
            "a code sent twice", "RFC 6749", "4.1.3", redemption(Reply.of(200).delivered(Delivery.DROPPED_AT_ONCE))),
    /** The connection ends within the headers of the answer. */
    HALF_HEADERS_FOR_A_CODE(
            "a code sent twice",
            "RFC 6749",
            "4.1.3",
            redemption(Reply.json(200, "{}").delivered(Delivery.DROPPED_IN_HEADERS))),
    /** The connection ends within the body of the answer. */
    HALF_BODY_FOR_A_CODE(
            "a code sent twice",
            "RFC 6749",
            "4.1.3",
            redemption(Reply.json(200, "{\"access_token\":\"half\"}").delivered(Delivery.DROPPED_IN_BODY))),
    /** The server is busy and says for how long. */
    BUSY_AT_REDEMPTION(
            "a code sent twice",
            "RFC 9110",
            "10.2.3",
            redemption(Reply.error(503, "temporarily_unavailable").with("Retry-After", "7"))),
    /** The server has had too many requests, and says how long to wait. */
    LIMITED_AT_REDEMPTION(
            "a code sent twice",
            "RFC 6585",
            "4",
            redemption(Reply.error(429, "slow_down").with("Retry-After", "7"))),
    /** The token endpoint redirects to a stranger, with the body. */
    TOKEN_ENDPOINT_REDIRECTS(
            "codes and secrets replayed to a stranger",
            "RFC 9700",
            "4.12",
            it -> it.server()
                    .onGrant(
                            "authorization_code",
                            request -> Reply.redirect(307, it.stranger().origin() + "/token"))),
    /** The registration endpoint redirects to a stranger. */
    REGISTRATION_REDIRECTS(
            "requests that a peer steers",
            "MCP security best practices",
            "Server-Side Request Forgery",
            it -> it.server()
                    .http()
                    .on(
                            AuthorizationServerPeer.REGISTER,
                            request -> Reply.redirect(308, it.stranger().origin() + "/register"))),
    /** The MCP server redirects calls to a stranger. */
    CALL_REDIRECTED(
            "tokens sent to another origin",
            "RFC 9700",
            "4.12",
            it -> it.mcp()
                    .authorized(request -> Reply.redirect(307, it.stranger().origin() + "/mcp"))),

    /** Registration gives no client identifier. */
    REGISTRATION_WITHOUT_ID(
            "clients that are nobody",
            "RFC 7591",
            "3.2.1",
            registration(201, "{\"client_secret\":\"s\",\"client_secret_expires_at\":0}")),
    /** Registration gives no secret, though it demands one. */
    REGISTRATION_WITHOUT_SECRET(
            "clients that cannot authenticate",
            "RFC 7591",
            "3.2.1",
            registration(201, "{\"client_id\":\"c\",\"token_endpoint_auth_method\":\"client_secret_basic\"}")),
    /** Registration gives a secret that has ended. */
    REGISTRATION_WITH_OLD_SECRET(
            "clients that cannot authenticate",
            "RFC 7591",
            "3.2.1",
            registration(201, "{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":1}")),
    /** Registration gives the client other redirect URIs than its own. */
    REGISTRATION_WITH_FOREIGN_REDIRECTS(
            "codes sent to a stranger",
            "RFC 7591",
            "3.2.1",
            registration(
                    201,
                    "{\"client_id\":\"c\",\"token_endpoint_auth_method\":\"none\",\"redirect_uris\":[\"https://elsewhere.example/\"]}")),
    /** Registration is refused. */
    REGISTRATION_REFUSED(
            "clients that try without end",
            "RFC 7591",
            "3.2.2",
            registration(400, "{\"error\":\"invalid_redirect_uri\"}")),

    /** The MCP server refuses every token. */
    EVERY_TOKEN_REFUSED(
            "authorizations without end",
            "MCP authorization",
            "Error Handling",
            it -> it.mcp().authorized(request -> it.mcp().challenge())),
    /** The MCP server wants one scope more each time. */
    EVER_MORE_SCOPES(
            "authorizations without end",
            "MCP authorization",
            "Step-Up Authorization Flow",
            it -> it.mcp()
                    .authorized(request -> it.mcp()
                            .insufficient("scope" + it.mcp().tokenBearing().size()))),
    /** The MCP server refuses without a reason. */
    FORBIDDEN_WITHOUT_REASON(
            "authorizations without end", "RFC 6750", "3.1", it -> it.mcp().authorized(request -> Reply.of(403))),

    /** The server knows no refresh token any more. */
    REFRESH_REFUSED(
            "clients that are stuck",
            "RFC 6749",
            "5.2",
            it -> it.server().onGrant("refresh_token", request -> Reply.error(400, "invalid_grant"))),
    /** The server renews, but its answer is lost. */
    REFRESH_ANSWER_LOST(
            "a family that ends",
            "RFC 9700",
            "4.14.2",
            it -> it.server()
                    .onGrant(
                            "refresh_token",
                            request -> it.server().token(request).delivered(Delivery.DROPPED_AT_ONCE))),
    /** The server cannot renew for now, and says for how long. */
    REFRESH_BUSY(
            "good tokens dropped for trouble that passes",
            "RFC 9110",
            "10.2.3",
            it -> it.server()
                    .onGrant(
                            "refresh_token",
                            request ->
                                    Reply.error(503, "temporarily_unavailable").with("Retry-After", "120"))),
    /** The server has had too many requests, and says how long to wait. */
    REFRESH_LIMITED(
            "good tokens dropped for trouble that passes",
            "RFC 6585",
            "4",
            it -> it.server().onGrant("refresh_token", request -> Reply.of(429).with("Retry-After", "120"))),
    /** The token endpoint redirects a refresh to a stranger, with the body. */
    REFRESH_REDIRECTS(
            "refresh tokens replayed to a stranger",
            "RFC 9700",
            "4.12",
            it -> it.server()
                    .onGrant(
                            "refresh_token",
                            request -> Reply.redirect(307, it.stranger().origin() + "/token"))),

    /** The MCP server names another authorization server from now on. */
    SERVER_MOVED(
            "credentials used at another server",
            "MCP authorization",
            "Authorization Server Binding",
            it -> it.mcp().trusts(it.other()));

    private final String threat;
    private final String document;
    private final String section;
    private final Consumer<Counterpart> script;

    Fault(String threat, String document, String section, Consumer<Counterpart> script) {
        this.threat = threat;
        this.document = document;
        this.section = section;
        this.script = script;
    }

    /**
     * What happens to clients that do not notice.
     *
     * @return a few words
     */
    public String threat() {
        return threat;
    }

    /**
     * The document whose rule makes a client safe.
     *
     * @return its short name
     */
    public String document() {
        return document;
    }

    /**
     * Where in the document.
     *
     * @return number or heading of the section
     */
    public String section() {
        return section;
    }

    void spoil(Counterpart counterpart) {
        script.accept(counterpart);
    }

    private static Consumer<Counterpart> page(String url) {
        return it -> it.server().text("authorization_endpoint", url);
    }

    private static Consumer<Counterpart> response(UnaryOperator<String> change) {
        return it -> it.server().redirects(change);
    }

    private static Consumer<Counterpart> tokens(UnaryOperator<String> change) {
        return it -> it.server().grants(change);
    }

    private static Consumer<Counterpart> redemption(Reply reply) {
        return it -> it.server().onGrant("authorization_code", request -> reply);
    }

    private static Consumer<Counterpart> registration(int status, String body) {
        return it -> it.server().http().on(AuthorizationServerPeer.REGISTER, request -> Reply.json(status, body));
    }
}
