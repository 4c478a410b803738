package org.mcpoauth.client.obtain;

import java.time.InstantSource;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.client.DeviceAgent;

/** A user authorizes the client on another device, while this one asks again and again (RFC 8628). */
final class DeviceGrant implements TokenGrant {
    private final Grants grants;
    private final Redemption redemption;
    private final DeviceAgent agent;
    private final InstantSource clock;
    private final Pause pause;

    DeviceGrant(Grants grants, Redemption redemption, DeviceAgent agent, InstantSource clock, Pause pause) {
        this.grants = grants;
        this.redemption = redemption;
        this.agent = agent;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        DeviceAuthorization authorization =
                grants.deviceAuthorization(target.client(), demand.scopes(), target.resource());
        DevicePolling polling = new DevicePolling(authorization, clock, pause);
        agent.show(authorization);
        Grant grant = new Grant.DeviceCode(authorization.deviceCode(), target.resource());
        return polling.until(() -> redemption.redeem(target, demand.scopes(), grant));
    }

    @Override
    public boolean asksUser(Owner owner) {
        return true;
    }
}
