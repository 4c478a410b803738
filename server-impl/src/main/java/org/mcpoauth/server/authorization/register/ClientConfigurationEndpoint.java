package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.ManagementAction;
import org.mcpoauth.spi.server.RegistrationChange;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * The client configuration endpoint (RFC 7592, section 2): a client reads, replaces or removes its registration with
 * its registration access token and nothing else. An unknown client, one without token and a wrong token are one
 * answer, and so is one whose identifier the deployer gave to a client. A secret is told once, so reading does not show it.
 */
final class ClientConfigurationEndpoint implements EndpointHandler {
    private static final SecretHash NOBODY = SecretHash.of(Secret.of("nobody has this token"));
    private static final int MAX_ID = 2048;
    /** RFC 7592, section 2.2. */
    private static final List<String> NEVER_SENT = List.of(
            "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at");

    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final ClientRules clients;
    private final RegistrationPolicy policy;
    private final RegistrationDocument document;
    private final RegistrationRules rules;
    private final ClientSecrets secrets;
    private final ClientInformationAnswers answers;
    private final ServerAudit audit;

    ClientConfigurationEndpoint(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            RegistrationDocument document,
            RegistrationRules rules,
            ClientSecrets secrets,
            ClientInformationAnswers answers,
            ServerAudit audit) {
        this.provider = provider;
        this.clients = configuration.clients();
        this.policy = configuration.registration().policy();
        this.document = document;
        this.rules = rules;
        this.secrets = secrets;
        this.answers = answers;
        this.audit = audit;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Secret token =
                AuthorizationHeader.bearer(request).map(Secret::of).orElseThrow(ClientConfigurationEndpoint::unknown);
        Client client = authenticate(request, token);
        ManagementAction action = action(request);
        if (!policy.mayManage(client, action)) {
            throw EndpointException.registration(ErrorCode.ACCESS_DENIED, null);
        }
        return switch (action) {
            case READ -> read(client, token);
            case UPDATE -> update(client, token, document.read(request), request.remoteAddress());
            case DELETE -> delete(client);
        };
    }

    private static ManagementAction action(EndpointRequest request) {
        return switch (request.method()) {
            case "PUT" -> ManagementAction.UPDATE;
            case "DELETE" -> ManagementAction.DELETE;
            default -> ManagementAction.READ;
        };
    }

    private Client authenticate(EndpointRequest request, Secret token) {
        Optional<Client> client =
                clientId(request).filter(id -> !clients.knows(id)).flatMap(provider::client);
        SecretHash expected = client.map(Client::registrationTokenHash).orElse(NOBODY);
        // the digest is compared for unknown clients too, which then cost the same
        boolean isRight = expected.matches(token);
        return client.filter(known -> isRight && known.registrationTokenHash() != null)
                .orElseThrow(ClientConfigurationEndpoint::unknown);
    }

    private static Optional<String> clientId(EndpointRequest request) {
        try {
            String query = Optional.ofNullable(request.rawQuery()).orElse("");
            return Parameters.parse(query).find("client_id").filter(id -> id.length() <= MAX_ID);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private EndpointResponse read(Client client, Secret token) {
        IssuedClient known = secrets.read(client, token);
        if (!known.client().equals(client)) {
            store(client, known);
        }
        return answers.answer(200, known);
    }

    /** Replaces everything: a member that is left out is removed (RFC 7592, section 2.2). */
    private EndpointResponse update(Client client, Secret token, JsonObject body, @Nullable String remoteAddress) {
        requireOf(client, body);
        String statement = client.metadata().softwareStatement().orElse(null);
        RequestedClient requested = document.requested(body, statement);
        ClientMetadata metadata = rules.apply(client.metadata(), requested);
        requireSameSoftware(client, metadata);
        ClientMetadata registered = policy.update(new RegistrationChange(
                client, metadata, requested.metadata(), document.withoutSecret(body), remoteAddress));
        IssuedClient updated = secrets.update(client, registered, token);
        store(client, updated);
        audit.updated(client.clientId());
        return answers.answer(200, updated);
    }

    private void store(Client client, IssuedClient changed) {
        if (!provider.updateClient(client, changed.client())) {
            throw EndpointException.registration(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "the registration was changed meanwhile");
        }
    }

    /** RFC 7591, section 2: the same over all updates and versions. */
    private static void requireSameSoftware(Client client, ClientMetadata requested) {
        Optional<String> known = client.metadata().softwareId();
        if (known.isPresent() && !known.equals(requested.softwareId())) {
            throw EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, "software_id must stay the same");
        }
    }

    private static void requireOf(Client client, JsonObject body) {
        if (NEVER_SENT.stream().anyMatch(body::containsKey)) {
            throw invalid("an update has no members that only the server gives");
        }
        if (!(body.get("client_id") instanceof JsonString id) || !id.getString().equals(client.clientId())) {
            throw invalid("client_id must be that of the client");
        }
        if (body.containsKey("client_secret") && !isSecret(client, body)) {
            throw invalid("client_secret must be that of the client");
        }
    }

    private static boolean isSecret(Client client, JsonObject body) {
        SecretHash expected = client.secretHash();
        return expected != null
                && body.get("client_secret") instanceof JsonString sent
                && !sent.getString().isEmpty()
                && expected.matches(Secret.of(sent.getString()));
    }

    private EndpointResponse delete(Client client) {
        provider.deleteClient(client);
        audit.deleted(client.clientId());
        return ResponseHeaders.notStored().answer(204);
    }

    private static EndpointException unknown() {
        return EndpointException.registration(ErrorCode.INVALID_TOKEN, null);
    }

    private static EndpointException invalid(String description) {
        return EndpointException.registration(ErrorCode.INVALID_REQUEST, description);
    }
}
