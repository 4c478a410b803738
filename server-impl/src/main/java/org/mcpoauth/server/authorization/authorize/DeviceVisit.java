package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.server.authorization.device.UserCode;
import org.mcpoauth.server.authorization.page.LocalizedPages;
import org.mcpoauth.server.authorization.page.PageForm;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * A browser at the page for the codes of devices.
 *
 * @param page where that page is
 * @param pages the pages in the language of the user
 * @param cookie the value of the browser's cookie
 * @param parameters the query or form
 * @param request what it sent
 * @param headers header lines of the answer, such as a new cookie
 */
record DeviceVisit(
        URI page,
        LocalizedPages pages,
        String cookie,
        Parameters parameters,
        EndpointRequest request,
        ResponseHeaders headers) {

    /** A code that came along, empty if it is none: what is no code is not carried on. */
    String code(String name) {
        return parameters
                .find(name)
                .flatMap(UserCode::parse)
                .map(UserCode::text)
                .orElse("");
    }

    /** A form for this browser, which is sent to the same page. */
    PageForm form(String token, String interaction) {
        return new PageForm(page, interaction, FormTokens.of(cookie, token, interaction));
    }

    /** Refuses a form that is not one of ours for this browser. */
    void requireGenuine(String token, String interaction) {
        if (!isGenuine(token, interaction)) {
            throw PageRequests.outOfDate();
        }
    }

    /** Whether a form is one of ours for this browser. */
    boolean isGenuine(String token, String interaction) {
        Optional<String> csrf = parameters.find("csrf");
        return csrf.isPresent() && FormTokens.isGenuine(csrf.get(), cookie, token, interaction);
    }

    /** Sends a browser to the page anew, with a code to fill in, which may be empty. */
    static EndpointResponse open(URI page, String code, ResponseHeaders headers) {
        return AuthorizationFlow.redirect(true, page + (code.isEmpty() ? "" : "?user_code=" + code), headers);
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "DeviceVisit";
    }
}
