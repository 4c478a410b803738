package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;

/**
 * Several policies as one (RFC 7591, section 3). Each gets what the one before it made of the metadata, and the first
 * that refuses ends the matter. A token is good if one of them accepts it; a registration may be managed if all of
 * them permit it; identifier and secret are those of the first that makes any. As safe for use by several threads as
 * the policies are.
 *
 * @param policies the policies in the order they are asked; may be empty
 */
public record RegistrationPolicies(List<RegistrationPolicy> policies) implements RegistrationPolicy {

    /** Copies the list. */
    public RegistrationPolicies {
        policies = List.copyOf(policies);
    }

    @Override
    public boolean accepts(Secret initialAccessToken) {
        return policies.stream().anyMatch(policy -> policy.accepts(initialAccessToken));
    }

    @Override
    public ClientMetadata register(RegistrationAttempt attempt) {
        ClientMetadata metadata = attempt.metadata();
        for (RegistrationPolicy policy : policies) {
            metadata = policy.register(attempt.withMetadata(metadata));
        }
        return metadata;
    }

    @Override
    public ClientMetadata update(RegistrationChange change) {
        ClientMetadata metadata = change.metadata();
        for (RegistrationPolicy policy : policies) {
            metadata = policy.update(change.withMetadata(metadata));
        }
        return metadata;
    }

    @Override
    public boolean mayManage(Client client, ManagementAction action) {
        return policies.stream().allMatch(policy -> policy.mayManage(client, action));
    }

    @Override
    public Optional<String> clientId(ClientMetadata metadata) {
        return policies.stream()
                .map(policy -> policy.clientId(metadata))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<Secret> clientSecret(ClientMetadata metadata) {
        return policies.stream()
                .map(policy -> policy.clientSecret(metadata))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
