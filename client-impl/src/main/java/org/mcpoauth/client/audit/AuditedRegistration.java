package org.mcpoauth.client.audit;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * Registrations whose outcome is told.
 *
 * @param registration makes them
 * @param audit is told
 */
public record AuditedRegistration(Registration registration, ClientAudit audit) implements Registration {

    @Override
    public RegistrationApproach select(
            AuthorizationServerMetadata server, boolean preRegistered, @Nullable URI metadataDocument) {
        return registration.select(server, preRegistered, metadataDocument);
    }

    @Override
    public ClientInformation metadataDocumentClient(AuthorizationServerMetadata server, ClientMetadata document) {
        return registration.metadataDocumentClient(server, document);
    }

    @Override
    public ClientMetadata metadataDocument(URI clientId, ClientMetadata metadata) {
        return registration.metadataDocument(clientId, metadata);
    }

    @Override
    public ClientInformation register(
            AuthorizationServerMetadata server, ClientMetadata metadata, @Nullable Secret initialAccessToken) {
        ClientInformation registered = audit.judged(
                EndpointKind.REGISTRATION,
                server.issuer(),
                () -> registration.register(server, metadata, initialAccessToken));
        audit.registered(server.issuer());
        return registered;
    }

    @Override
    public ClientInformation read(ClientInformation client) {
        return registration.read(client);
    }

    @Override
    public ClientInformation update(ClientInformation client, ClientMetadata metadata) {
        return registration.update(client, metadata);
    }

    @Override
    public void delete(ClientInformation client) {
        registration.delete(client);
    }

    @Override
    public RegisteredClient authenticate(
            AuthorizationServerMetadata server, ClientInformation information, @Nullable SigningKey key) {
        return registration.authenticate(server, information, key);
    }
}
