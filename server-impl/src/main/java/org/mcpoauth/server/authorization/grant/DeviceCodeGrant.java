package org.mcpoauth.server.authorization.grant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.device.DeviceCode;
import org.mcpoauth.server.authorization.device.DeviceState;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.device.StoredDevice;
import org.mcpoauth.spi.AuthorizationServerConfiguration;

/** Answers a device that asks whether its user has agreed (RFC 8628, sections 3.4 and 3.5). */
final class DeviceCodeGrant implements GrantHandler {
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final Devices devices;
    private final CurrentAccess access;
    private final InstantSource clock;
    private final ReuseWatch reuse;

    DeviceCodeGrant(
            AuthorizationServerProvider<?, ?, ?> provider,
            AuthorizationServerConfiguration configuration,
            Devices devices,
            InstantSource clock,
            ServerAudit audit) {
        this.provider = provider;
        this.access = new CurrentAccess(configuration);
        this.devices = devices;
        this.clock = clock;
        this.reuse = new ReuseWatch(GrantType.DEVICE_CODE, audit);
    }

    @Override
    public GrantType type() {
        return GrantType.DEVICE_CODE;
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        String code = call.form()
                .find("device_code")
                .orElseThrow(() -> refused(ErrorCode.INVALID_REQUEST, "device_code is missing"));
        StoredDevice device = DeviceCode.parse(code)
                .flatMap(parsed -> devices.find(call.client(), parsed))
                .orElseThrow(() -> refused(ErrorCode.INVALID_GRANT, null));
        DeviceState state = device.state();
        Instant now = clock.instant();
        if (state.isOver(now)) {
            throw refused(ErrorCode.EXPIRED_TOKEN, null);
        }
        return switch (state.status()) {
            case APPROVED -> judge(call, device, Objects.requireNonNull(state.grant(), "grant"));
            case REDEEMING -> retry(call, device, now);
            case DENIED -> throw refused(ErrorCode.ACCESS_DENIED, null);
            case REDEEMED -> throw refused(ErrorCode.INVALID_GRANT, null);
            case PENDING -> throw wait(device, now);
        };
    }

    /** What a request began and never ended is for a later one. */
    private JudgedGrant retry(TokenCall call, StoredDevice device, Instant now) {
        if (device.state().isBeingRedeemed(now)) {
            throw refused(ErrorCode.AUTHORIZATION_PENDING, null);
        }
        return judge(call, device, Objects.requireNonNull(device.state().grant(), "grant"));
    }

    private JudgedGrant judge(TokenCall call, StoredDevice device, DeviceGrant grant) {
        TokenRequest request = call.request(
                access.scopes(call.client(), grant.scopes()), access.resources(grant.resources(), call.form()));
        return () -> redeem(call.client(), device, grant, request);
    }

    private Issuance redeem(Client client, StoredDevice device, DeviceGrant grant, TokenRequest request) {
        String subject = grant.owner().subject();
        IssuedTokens tokens = devices.redeem(
                        device,
                        () -> reuse.exchange(
                                client.clientId(), subject, () -> provider.exchangeDeviceCode(client, grant, request)))
                .orElseThrow(() -> refused(ErrorCode.INVALID_GRANT, null));
        return new Issuance(tokens, subject);
    }

    /** Another question or the user's decision may get in between; the device then just asks once more. */
    private EndpointException wait(StoredDevice device, Instant now) {
        boolean isTooEarly = device.state().isTooEarly(now);
        boolean isCounted = devices.replace(device, device.state().asked(now));
        return refused(isTooEarly && isCounted ? ErrorCode.SLOW_DOWN : ErrorCode.AUTHORIZATION_PENDING, null);
    }

    private static EndpointException refused(ErrorCode error, @Nullable String description) {
        return EndpointException.token(error, description);
    }
}
