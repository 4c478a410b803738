package org.mcpoauth.server.authorization.device;

import java.net.URI;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.server.authorization.client.AuthenticatedClient;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.client.RequestedAccess;
import org.mcpoauth.server.authorization.device.Devices.Codes;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** The device authorization endpoint (RFC 8628, sections 3.1 and 3.2): gives a device its two codes. */
public final class DeviceAuthorizationEndpoint implements EndpointHandler {
    private final AuthorizationServerConfiguration configuration;
    private final URI page;
    private final ClientAuthenticator authenticator;
    private final RequestLimits limits;
    private final Devices devices;
    private final JsonAnswers answers;

    /**
     * Makes the endpoint.
     *
     * @param configuration what may be asked for
     * @param page where users enter their codes
     * @param authenticator authenticates clients
     * @param limits how often an address may ask in the name of clients that prove nothing
     * @param devices keeps devices until their users have decided
     * @param answers writes the answers
     */
    public DeviceAuthorizationEndpoint(
            AuthorizationServerConfiguration configuration,
            URI page,
            ClientAuthenticator authenticator,
            RequestLimits limits,
            Devices devices,
            JsonAnswers answers) {
        this.configuration = configuration;
        this.page = page;
        this.authenticator = authenticator;
        this.limits = limits;
        this.devices = devices;
        this.answers = answers;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        AuthenticatedClient authenticated = authenticator.authenticate(request, form);
        Client client = authenticated.client();
        if (!client.metadata().grantTypes().contains(GrantType.DEVICE_CODE)) {
            throw EndpointException.token(
                    ErrorCode.UNAUTHORIZED_CLIENT, "the client is not registered for device codes");
        }
        RequestedAccess access = RequestedAccess.read(configuration, client, form);
        if (ClientAuthenticator.isPublic(client)) {
            limits.requireFewOfStrangers(request);
        }
        authenticated.spend();
        Codes codes = devices.add(client, new DeviceRequest(access.scopes(), access.resources()));
        String userCode = codes.userCode().text();
        return answers.answer(
                200,
                answers.object()
                        .add("device_code", codes.deviceCode().text())
                        .add("user_code", userCode)
                        .add("verification_uri", page.toString())
                        .add("verification_uri_complete", page + "?user_code=" + userCode)
                        .add("expires_in", configuration.devices().codeTtl().toSeconds())
                        .add("interval", configuration.devices().interval().toSeconds())
                        .build());
    }
}
