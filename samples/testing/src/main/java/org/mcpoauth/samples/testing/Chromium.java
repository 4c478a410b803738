package org.mcpoauth.samples.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One page of a real browser, driven over the DevTools protocol. The system property {@code chromium.path} tells where
 * it is, {@code /usr/bin/chromium} unless set.
 */
public final class Chromium implements AutoCloseable {
    private static final long PATIENCE = 30;

    private static final JsonObject NOTHING = JsonObject.EMPTY_JSON_OBJECT;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Messages())
                .join();
    }

    /** Starts a browser that nobody sees, with an empty page. */
    public static Chromium start(Path profile) throws Exception {
        String executable = System.getProperty("chromium.path", "/usr/bin/chromium");
        Process process = new ProcessBuilder(
                        executable,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectErrorStream(true)
                .start();
        Chromium chromium = new Chromium(process, newPage(process));
        for (String domain : List.of("Page", "Log", "Network")) {
            chromium.call(domain + ".enable", NOTHING);
        }
        // a page without focus shows none
        chromium.call(
                "Emulation.setFocusEmulationEnabled",
                Json.createObjectBuilder().add("enabled", true).build());
        return chromium;
    }

    /** Begins as somebody else: without cookies, with a screen, with a language, with light or dark pages. */
    public void begin(int width, int height, String language, boolean dark) throws Exception {
        complaints.clear();
        call("Network.clearBrowserCookies", NOTHING);
        call(
                "Emulation.setDeviceMetricsOverride",
                Json.createObjectBuilder()
                        .add("width", width)
                        .add("height", height)
                        .add("deviceScaleFactor", 1)
                        .add("mobile", width < height)
                        .build());
        call(
                "Network.setExtraHTTPHeaders",
                Json.createObjectBuilder()
                        .add("headers", Json.createObjectBuilder().add("Accept-Language", language))
                        .build());
        call(
                "Emulation.setEmulatedMedia",
                Json.createObjectBuilder()
                        .add(
                                "features",
                                Json.createArrayBuilder()
                                        .add(Json.createObjectBuilder()
                                                .add("name", "prefers-color-scheme")
                                                .add("value", dark ? "dark" : "light")))
                        .build());
    }

    /** No page runs a script from now on; expressions still do. */
    public void forbidScripts() throws Exception {
        call(
                "Emulation.setScriptExecutionDisabled",
                Json.createObjectBuilder().add("value", true).build());
    }

    /** Opens a URL and waits until the page it ends at has loaded. */
    public void open(URI uri) throws Exception {
        loads.clear();
        call(
                "Page.navigate",
                Json.createObjectBuilder().add("url", uri.toString()).build());
        awaitLoad();
    }

    /** Runs an expression whose effect is another page, and waits for that page. */
    public void leave(String expression) throws Exception {
        loads.clear();
        evaluate(expression);
        awaitLoad();
    }

    /** The value of an expression in the page, as text. */
    public String evaluate(String expression) throws Exception {
        JsonObject answer = call(
                "Runtime.evaluate",
                Json.createObjectBuilder()
                        .add("expression", "String(" + expression + ")")
                        .build());
        JsonObject result = answer.getJsonObject("result");
        if (result.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.getJsonObject("exceptionDetails"));
        }
        return result.getJsonObject("result").getString("value", "");
    }

    /** Types text where the focus is. */
    public void type(String text) throws Exception {
        call("Input.insertText", Json.createObjectBuilder().add("text", text).build());
    }

    /** A key that people without a mouse use. */
    public enum Key {
        /** To the next field or button. */
        TAB("Tab", "Tab", 9, ""),
        /** Sends the form. */
        ENTER("Enter", "Enter", 13, "\r"),
        /** Ticks. */
        SPACE(" ", "Space", 32, " ");

        private final String key;
        private final String code;
        private final int number;
        private final String text;

        Key(String key, String code, int number, String text) {
            this.key = key;
            this.code = code;
            this.number = number;
            this.text = text;
        }
    }

    /** Presses a key. */
    public void press(Key pressed) throws Exception {
        JsonObject event = Json.createObjectBuilder()
                .add("key", pressed.key)
                .add("code", pressed.code)
                .add("windowsVirtualKeyCode", pressed.number)
                .build();
        call(
                "Input.dispatchKeyEvent",
                Json.createObjectBuilder(event)
                        .add("type", pressed.text.isEmpty() ? "rawKeyDown" : "keyDown")
                        .add("text", pressed.text)
                        .build());
        call(
                "Input.dispatchKeyEvent",
                Json.createObjectBuilder(event).add("type", "keyUp").build());
    }

    /** Presses the key whose effect is another page, and waits for that page. */
    public void enter() throws Exception {
        loads.clear();
        press(Key.ENTER);
        awaitLoad();
    }

    /** What the browser complained about, such as styles that the content security policy refused. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Takes a picture of the whole page. */
    public Path screenshot(Path file) throws Exception {
        JsonObject answer = call(
                "Page.captureScreenshot",
                Json.createObjectBuilder().add("captureBeyondViewport", true).build());
        String data = answer.getJsonObject("result").getString("data");
        return Files.write(file, java.util.Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    private void awaitLoad() throws InterruptedException {
        if (loads.poll(PATIENCE, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("the page did not load");
        }
    }

    private JsonObject call(String method, JsonObject parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        JsonObject message = Json.createObjectBuilder()
                .add("id", id)
                .add("method", method)
                .add("params", parameters)
                .build();
        socket.sendText(message.toString(), true).get(PATIENCE, TimeUnit.SECONDS);
        return answer.get(PATIENCE, TimeUnit.SECONDS);
    }

    private static URI newPage(Process process) throws IOException, InterruptedException {
        URI tools = listening(process);
        HttpRequest request = HttpRequest.newBuilder(tools.resolve("/json/new?about:blank"))
                .PUT(BodyPublishers.noBody())
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return URI.create(read(body).getString("webSocketDebuggerUrl"));
    }

    /** The browser says where its tools listen; it ends its output without saying so if it cannot start. */
    private static URI listening(Process process) throws IOException {
        var output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            int at = line.indexOf("ws://");
            if (at >= 0) {
                return URI.create("http" + line.substring(at + 2)).resolve("/");
            }
        }
        throw new IOException("the browser did not start: " + said);
    }

    private static JsonObject read(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(read(text.toString()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void take(JsonObject message) {
            CompletableFuture<JsonObject> waiting =
                    message.containsKey("id") ? answers.remove(message.getInt("id")) : null;
            if (waiting != null) {
                waiting.complete(message);
            } else if ("Page.loadEventFired".equals(message.getString("method", ""))) {
                loads.add("loaded");
            } else if ("Log.entryAdded".equals(message.getString("method", ""))) {
                note(message.getJsonObject("params").getJsonObject("entry"));
            }
        }

        /** No fault of a page: an icon that is not there, and an expression that takes the focus before the page does. */
        private void note(JsonObject entry) {
            if (!Set.of("network", "rendering").contains(entry.getString("source", ""))) {
                complaints.add(entry.getString("text", ""));
            }
        }
    }
}
