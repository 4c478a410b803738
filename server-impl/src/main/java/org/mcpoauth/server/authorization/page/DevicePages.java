package org.mcpoauth.server.authorization.page;

import java.net.URI;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** Writes the pages for users who authorize a device (RFC 8628, section 3.3), in one language. */
public final class DevicePages {
    private final LocalizedPages pages;
    private final PageTexts texts;
    private final PageAnswers answers;
    private final Template upstream;
    private final Template code;
    private final Template consent;
    private final Template ending;

    DevicePages(LocalizedPages pages, PageFiles files, String style, PageTexts texts, PageAnswers answers) {
        this.pages = pages;
        this.texts = texts;
        this.answers = answers;
        this.upstream = PageKind.DEVICE_UPSTREAM.template(files, style, texts);
        this.code = PageKind.DEVICE_CODE.template(files, style, texts);
        this.consent = PageKind.DEVICE_CONSENT.template(files, style, texts);
        this.ending = PageKind.DEVICE_ENDING.template(files, style, texts);
    }

    /** What the page for codes may say above the form. */
    public enum CodeMessage {
        /** Nothing. */
        NONE(200, ""),
        /** No device waits for that code. */
        WRONG(200, "device.wrong"),
        /** This user entered too many wrong codes. */
        TOO_MANY(429, "device.too-many");

        private final int status;
        private final String key;

        CodeMessage(int status, String key) {
            this.status = status;
            this.key = key;
        }
    }

    /** How it may end. */
    public enum Ending {
        /** The user agreed. */
        APPROVED("device.approved"),
        /** The user did not agree. */
        DENIED("device.denied"),
        /** The user cannot grant what the device asks for. */
        REFUSED("device.refused");

        private final String key;

        Ending(String key) {
            this.key = key;
        }
    }

    /**
     * The login page.
     *
     * @param form where the form goes and its hidden fields
     * @param message what to say above the form
     * @param username the user name to fill in; may be empty
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse login(PageForm form, LoginMessage message, String username, ResponseHeaders headers) {
        PageModel model = LocalizedPages.model(form).section("device", true).text("client", texts.get("device.any"));
        return pages.login(model, message, username, headers);
    }

    /**
     * The page before a login elsewhere.
     *
     * @param form where the form goes and its hidden fields
     * @param access with whom the user logs in next
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse upstream(PageForm form, UpstreamAccess access, ResponseHeaders headers) {
        PageModel model = LocalizedPages.model(form);
        pages.addUpstream(model, access);
        return answers.answer(200, upstream, model, headers);
    }

    /**
     * The page where the code is entered.
     *
     * @param form where the form goes and its hidden fields
     * @param userCode the code to fill in; may be empty
     * @param message what to say above the form
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse code(PageForm form, String userCode, CodeMessage message, ResponseHeaders headers) {
        boolean isFailure = message != CodeMessage.NONE;
        PageModel model = LocalizedPages.model(form)
                .text("userCode", userCode)
                .text("message", isFailure ? texts.get(message.key) : "")
                .section("failure", isFailure);
        return answers.answer(message.status, code, model, headers);
    }

    /**
     * The page where the user decides. It shows the code, and what to compare it with (RFC 8628, section 5.4).
     *
     * @param form where the form goes and its hidden fields; its interaction is the code
     * @param client whose device it says it is
     * @param request what the user is asked to grant
     * @param subject who is asked
     * @param canSwitch whether the user may log in as somebody else
     * @return the answer
     */
    public EndpointResponse consent(
            PageForm form, Client client, DeviceRequest request, String subject, boolean canSwitch) {
        boolean isPublished = client.clientId().startsWith("https://");
        PageModel model = LocalizedPages.model(form)
                .text("userCode", form.interaction())
                .text("client", pages.name(client))
                .text("clientHost", isPublished ? URI.create(client.clientId()).getRawAuthority() : "")
                .section("published", isPublished)
                .text("subject", ShownName.cut(subject))
                .section("canSwitch", canSwitch);
        pages.addAccess(model, request.scopes(), request.resources());
        return answers.answer(200, consent, model, new ResponseHeaders());
    }

    /**
     * The last page.
     *
     * @param how how it ended
     * @return the answer
     */
    public EndpointResponse ending(Ending how) {
        PageModel model = new PageModel().text("message", texts.get(how.key));
        return answers.answer(200, ending, model, new ResponseHeaders());
    }
}
