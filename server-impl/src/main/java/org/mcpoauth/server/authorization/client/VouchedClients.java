package org.mcpoauth.server.authorization.client;

import java.util.function.Predicate;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MetadataDocumentRules;

/**
 * The clients that somebody vouches for. Whoever may register or publish one without asking anybody may have it send
 * browsers anywhere (RFC 9700, section 4.11.2).
 */
public final class VouchedClients implements Predicate<Client> {
    private final ClientRules rules;
    private final DynamicRegistration registration;

    /**
     * Knows them by the rules of a server.
     *
     * @param configuration the rules
     */
    public VouchedClients(AuthorizationServerConfiguration configuration) {
        this.rules = configuration.clients();
        this.registration = configuration.registration();
    }

    @Override
    public boolean test(Client client) {
        return rules.knows(client.clientId()) || (isPublished(client) ? areDocumentsChosen() : isRegistrationClosed());
    }

    private boolean isPublished(Client client) {
        return rules.metadataDocuments().offered() && ClientIdUrl.isUrl(client.clientId());
    }

    private boolean areDocumentsChosen() {
        MetadataDocumentRules documents = rules.metadataDocuments();
        return !documents.allowedHosts().isEmpty() || documents.policy() != MetadataDocumentPolicy.ALL;
    }

    private boolean isRegistrationClosed() {
        return !registration.offered() || registration.mode() == DynamicRegistration.Mode.TOKEN;
    }
}
