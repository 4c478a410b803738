package org.mcpoauth.spi.support.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

class StrictJsonTest {
    private static final JsonLimits LIMITS = new JsonLimits(4096, 4, 20, 64, 20);

    private final StrictJson json = StrictJson.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } \n",
                "{\"a\":1,\"b\":[],\"c\":{},\"d\":[1,\"x\",null,true,false,{\"e\":[0]}]}",
                "{\"a\":-0,\"b\":0.5,\"c\":-12.5e+10,\"d\":1E-3,\"e\":10}",
                "{\"\":\"\",\"a\\u0062\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}",
                "{\"a\":{\"x\":1},\"b\":{\"x\":1}}",
                "{\"\ud83d\ude00\":\"\ufffd \uffff\"}"
            })
    void takesWhatTheGrammarAllows(String text) throws MalformedException {
        JsonObject object = json.readObject(text.getBytes(StandardCharsets.UTF_8), LIMITS);

        assertEquals(object, json.readObject(text, LIMITS));
        assertEquals(object, json.readObject(json.write(object), LIMITS));
        assertSameMembers(object, json.indexObject(text.getBytes(StandardCharsets.UTF_8), LIMITS));
    }

    private static void assertSameMembers(JsonObject expected, JsonObject indexed) {
        expected.forEach((name, value) -> {
            assertEquals(value, indexed.get(name), name);
            if (value instanceof JsonObject object) {
                assertSameMembers(object, indexed.getJsonObject(name));
            }
            assertTrue(indexed.containsKey(name), name);
        });
        assertEquals(expected.size(), indexed.size());
        assertEquals(expected, indexed);
        assertEquals(expected.toString(), indexed.toString());
    }

    /** RFC 8259; what is not in its grammar, whatever the JSON-P provider tolerates. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "[]",
                "[{}]",
                "{",
                "}",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1,,\"b\":2}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\":{1]}",
                "{'a':1}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":1e+}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":nul}",
                "{\"a\":True}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12G4\"}",
                "{\"a\":\"\\u\uff11\uff11\uff11\uff11\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"\\ud83dx\"}",
                "{\"a\":\"\ud83d\"}",
                "{}{}",
                "{} x",
                "{}\u0000",
                "{}//",
                "/**/{}",
                "{}\u00a0",
                "\ufeff{}",
                "{}\ufeff",
                "{\"a\":1}]"
            })
    void refusesWhatIsNotOneJsonObject(String text) {
        MalformedException refused = assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS));

        assertEquals(Fault.SYNTAX, refused.fault());
        // an unpaired surrogate never comes in octets
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            assertEquals(Fault.SYNTAX, refusedByIndex(text));
        }
    }

    private Fault refusedByIndex(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return assertThrows(MalformedException.class, () -> json.indexObject(utf8, LIMITS))
                .fault();
    }

    /** RFC 7515, section 4, and RFC 7519, section 4: names are unique, however they are escaped. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "{\"x\":[[{\"a\":null,\"a\":null}]]}",
                "{\"a\":{},\"b\":{},\"a\":{}}"
            })
    void refusesANameThatOccursTwice(String text) {
        MalformedException refused = assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS));

        assertEquals(Fault.SYNTAX, refused.fault());
        assertEquals(Fault.SYNTAX, refusedByIndex(text));
        assertFalse(String.valueOf(refused.getMessage()).contains("\""));
    }

    /** RFC 3629: truncated, overlong, surrogate, beyond U+10FFFF, stray bytes; and a byte order mark. */
    @ParameterizedTest
    @ValueSource(
            strings = {"c3", "c0af", "e080af", "eda080", "f4908080", "80", "ff", "fe", "e282", "f09f98", "efbfbdff"})
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] text = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        MalformedException refused = assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS));

        assertEquals(Fault.SYNTAX, refused.fault());
        assertThrows(MalformedException.class, () -> json.indexObject(text, LIMITS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"efbbbf7b7d", "feff007b007d", "fffe7b007d00", "007b007d", "7b007d00", "0000007b0000007d"})
    void refusesByteOrderMarksAndOtherEncodings(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);

        assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS));
        assertThrows(MalformedException.class, () -> json.indexObject(text, LIMITS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[[[[]]]]}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}",
                "{\"a\":123456789012345678901}",
                "{\"a\":1e1000}",
                "{\"a\":1e-0001}",
                "{\"a\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}",
                "{\"a\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}",
                "{\"0123456789012345678901234567890123456789012345678901234567890123456789\":1}"
            })
    void refusesWhatPassesALimit(String text) {
        MalformedException refused = assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS));

        assertEquals(Fault.TOO_LARGE, refused.fault());
        assertEquals(Fault.TOO_LARGE, refusedByIndex(text));
    }

    @Test
    void theLengthOfAStringIsCountedInCharacters() throws MalformedException {
        String longest = "\u00e9".repeat(64);

        assertEquals(
                longest, json.readObject("{\"a\":\"" + longest + "\"}", LIMITS).getString("a"));
        assertThrows(MalformedException.class, () -> json.readObject("{\"a\":\"" + longest + "x\"}", LIMITS));
    }

    /** Names of which there are many are compared in another way, which nobody may notice. */
    @Test
    void anObjectOfManyMembersIsReadAtOnce() throws MalformedException {
        String many =
                IntStream.range(0, 500).mapToObj(i -> "\"m" + i + "\":" + i).collect(Collectors.joining(","));
        byte[] flat = utf8("{" + many + "}");
        byte[] nested = utf8("{\"x\":{" + many + "},\"y\":1}");

        assertSameMembers(json.readObject(flat, JsonLimits.METADATA), json.indexObject(flat, JsonLimits.METADATA));
        assertSameMembers(json.readObject(nested, JsonLimits.METADATA), json.indexObject(nested, JsonLimits.METADATA));
        for (String twice : List.of("{" + many + ",\"m7\":1}", "{\"x\":[{" + many + ",\"m499\":1}]}")) {
            assertThrows(MalformedException.class, () -> json.indexObject(utf8(twice), JsonLimits.METADATA));
        }
    }

    // RFC 7519, section 4: whoever is last or first, near or far, and however it is written
    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 66, 500})
    void aNameThatOccursTwiceAmongManyIsRefused(int count) {
        String many = IntStream.range(0, count)
                .mapToObj(i -> "\"caf\u00e9-" + i + "\":0")
                .collect(Collectors.joining(","));
        for (int twice : List.of(0, 1, 62, count - 1)) {
            for (String name : List.of("caf\u00e9-", "caf\\u00e9-", "c\\u0061f\u00e9\\u002d")) {
                byte[] text = utf8("{\"x\":{" + many + ",\"" + name + twice + "\":1}}");
                assertThrows(MalformedException.class, () -> json.indexObject(text, JsonLimits.METADATA));
            }
        }
    }

    @Test
    void membersOfObjectsHaveALimit() throws MalformedException {
        JsonLimits limits = new JsonLimits(1 << 20, 4, 1 << 18, 64, 20);
        String most = IntStream.range(0, 4096).mapToObj(i -> "\"m" + i + "\":0").collect(Collectors.joining(","));
        assertEquals(4096, json.indexObject(utf8("{" + most + "}"), limits).size());
        byte[] more = utf8("{\"x\":[{" + most + ",\"more\":0}]}");
        MalformedException e = assertThrows(MalformedException.class, () -> json.indexObject(more, limits));
        assertEquals(MalformedException.Fault.TOO_LARGE, e.fault());
    }

    /** Strings are looked through eight octets at a time: what ends one is found wherever it stands. */
    @Test
    void aStringEndsAtTheSameOctetWhereverThatStands() throws MalformedException {
        for (int before = 0; before <= 20; before++) {
            for (int behind = 0; behind <= 20; behind++) {
                String start = "{\"n\":\"" + "a".repeat(before);
                String end = "b".repeat(behind) + "\"}";
                assertEquals(start.substring(6) + "b".repeat(behind), string(start + end));
                assertEquals(start.substring(6) + "\"" + "b".repeat(behind), string(start + "\\\"" + end));
                assertEquals(start.substring(6) + "\u00e9" + "b".repeat(behind), string(start + "\u00e9" + end));
                assertThrows(MalformedException.class, () -> string(start + "\n" + end));
                assertThrows(MalformedException.class, () -> string(start + "\u001f" + end));
                assertThrows(MalformedException.class, () -> string(start + "\"" + end));
                byte[] wrong = utf8(start + "?" + end);
                wrong[start.length()] = (byte) 0xe9;
                assertThrows(MalformedException.class, () -> json.indexObject(wrong, LIMITS));
            }
        }
    }

    private String string(String text) throws MalformedException {
        return json.indexObject(utf8(text), LIMITS).getString("n");
    }

    /** Claims are asked for arrays of strings; anything else is left to JSON-P. */
    @Test
    void theStringsOfAnArrayAreGivenWithoutTheirValues() throws MalformedException {
        IndexedObject object = (IndexedObject) json.indexObject(
                utf8("{\"all\":[ \"a\" , \"\\u0062]\""
                        + " ],\"none\":[],\"mixed\":[\"a\",1],\"text\":\"a\",\"nested\":[[\"a\"]]}"),
                LIMITS);

        assertEquals(List.of("a", "b]"), object.strings("all"));
        assertEquals(List.of(), object.strings("none"));
        assertNull(object.strings("mixed"));
        assertNull(object.strings("text"));
        assertNull(object.strings("nested"));
        assertNull(object.strings("absent"));
    }

    /** Claims are asked for texts and times; anything else is left to JSON-P. */
    @Test
    void textsAndNumbersAreGivenWithoutTheirValues() throws MalformedException {
        IndexedObject object = (IndexedObject) json.indexObject(
                utf8("{\"text\":\"a\\u0062 and more than eight\",\"empty\":\"\",\"small\":7,\"negative\":-7,"
                        + "\"part\":1.5,\"array\":[\"a\"],\"null\":null}"),
                LIMITS);

        assertEquals("ab and more than eight", object.text("text"));
        assertTrue(object.hasText("text"));
        assertEquals("", object.text("empty"));
        assertEquals(7, object.smallNumber("small"));
        for (String name : List.of("empty", "small", "negative", "part", "array", "null", "absent")) {
            assertFalse(object.hasText(name), name);
        }
        for (String name : List.of("small", "negative", "part", "array", "null", "absent")) {
            assertNull(object.text(name), name);
        }
        for (String name : List.of("text", "empty", "negative", "part", "array", "null", "absent")) {
            assertEquals(-1, object.smallNumber(name), name);
        }
    }

    /** A name of that length with these characters at its places may be another one. */
    @Test
    void namesOfOneLengthWithThreeSharedCharactersAreToldApart() throws MalformedException {
        JsonObject object = json.indexObject(utf8("{\"aXbYc\":1,\"aPbQc\":2,\"a\\u0052bSc\":3,\"\":4}"), LIMITS);

        assertEquals(1, object.getInt("aXbYc"));
        assertEquals(2, object.getInt("aPbQc"));
        assertEquals(3, object.getInt("aRbSc"));
        assertEquals(4, object.getInt(""));
        assertFalse(object.containsKey("aXbQc"));
        assertEquals(Fault.SYNTAX, refusedByIndex("{\"aXbYc\":1,\"aPbQc\":2,\"a\\u0058bYc\":3}"));
        assertEquals(Fault.SYNTAX, refusedByIndex("{\"\\u00e9\":1,\"aPbQc\":2,\"\u00e9\":3}"));
    }

    /** Numbers that are written with few digits are read without JSON-P, and mean the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "7",
                "1790000000",
                "999999999999999999",
                "1000000000000000000",
                "99999999999999999999",
                "-1",
                "1.0",
                "1e3",
                "0.5"
            })
    void aNumberIsTheSameHoweverItIsRead(String number) throws MalformedException {
        for (String end : List.of("}", " }", ",\"b\":1}")) {
            byte[] text = utf8("{\"a\":" + number + end);
            assertEquals(
                    json.readObject(text, LIMITS).getJsonNumber("a"),
                    json.indexObject(text, LIMITS).getJsonNumber("a"));
        }
    }

    /** Two names with one hash code are two names. */
    @Test
    void namesOfOneHashCodeAreToldApart() throws MalformedException {
        JsonObject object = json.indexObject(utf8("{\"Aa\":1,\"BB\":2,\"C#\":3}"), LIMITS);

        assertEquals(1, object.getInt("Aa"));
        assertEquals(2, object.getInt("BB"));
        assertEquals(3, object.getInt("C#"));
        assertFalse(object.containsKey("D\u0004"));
    }

    /** Escapes count with what they stand for, a name like an escape does not. */
    @Test
    void membersAreFoundByWhatTheirNamesMean() throws MalformedException {
        JsonObject object = json.indexObject(
                utf8("{\"\\u0061\":1,\"\\n\":2,\"\u00e9\":3,\"\\ud83d\\ude00\":{\"a\":[\"]}\",{}]},\"b\":[ ] }"),
                LIMITS);

        assertEquals(1, object.getInt("a"));
        assertEquals(2, object.getInt("\n"));
        assertFalse(object.containsKey("\\n"));
        assertFalse(object.containsKey("\\u0061"));
        assertEquals(3, object.getInt("\u00e9"));
        assertEquals(
                "]}", object.getJsonObject("\ud83d\ude00").getJsonArray("a").getString(0));
        assertTrue(object.getJsonArray("b").isEmpty());
    }

    /** What JSON-P says of an object with members of other types, or without them. */
    @Test
    void anIndexedObjectBehavesLikeThatOfTheProvider() throws MalformedException {
        byte[] text = utf8("{\"s\":\"x\",\"n\":7,\"t\":true,\"f\":false,\"z\":null,\"a\":[1,\"y\"],\"o\":{\"p\":1.5}}");
        JsonObject read = json.readObject(text, LIMITS);
        JsonObject indexed = json.indexObject(text, LIMITS);
        List<Function<JsonObject, @Nullable Object>> questions = List.of(
                JsonObject::getValueType,
                it -> it.get("absent"),
                it -> it.get(null),
                it -> it.containsKey(null),
                it -> it.getJsonArray("absent"),
                it -> it.getJsonObject("a"),
                it -> it.getJsonString("n"),
                it -> it.getJsonNumber("n"),
                it -> it.getString("n"),
                it -> it.getString("absent"),
                it -> it.getString("n", "other"),
                it -> it.getInt("s"),
                it -> it.getInt("s", 3),
                it -> it.getInt("absent"),
                it -> it.getBoolean("t"),
                it -> it.getBoolean("f"),
                it -> it.getBoolean("n"),
                it -> it.getBoolean("absent"),
                it -> it.getBoolean("n", true),
                it -> it.getBoolean("f", true),
                it -> it.isNull("z"),
                it -> it.isNull("s"),
                it -> it.isNull("absent"),
                it -> it.put("s", JsonValue.NULL),
                it -> it.remove("s"),
                it -> it.keySet(),
                it -> it.values(),
                it -> it.hashCode());

        for (int i = 0; i < questions.size(); i++) {
            assertEquals(answer(questions.get(i), read), answer(questions.get(i), indexed), "question " + i);
        }
    }

    private static @Nullable Object answer(Function<JsonObject, @Nullable Object> question, JsonObject object) {
        try {
            Object answer = question.apply(object);
            return answer instanceof Collection<?> all ? List.copyOf(all) : answer;
        } catch (RuntimeException e) {
            return e.getClass();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void refusesATextThatIsTooLongBeforeItIsRead() {
        String text = " ".repeat(4096) + "x";

        assertEquals(
                Fault.TOO_LARGE,
                assertThrows(MalformedException.class, () -> json.readObject(text, LIMITS))
                        .fault());
        assertEquals(
                Fault.TOO_LARGE,
                assertThrows(
                                MalformedException.class,
                                () -> json.readObject(text.getBytes(StandardCharsets.US_ASCII), LIMITS))
                        .fault());
    }

    @Test
    void hostileTextsAreRefusedWithoutStackOverflowOrExpansion() {
        List<String> texts = List.of(
                "[".repeat(200_000),
                "{\"a\":".repeat(100_000),
                "{\"a\":" + "9".repeat(200_000) + "}",
                "{\"a\":1e999999999}");

        for (String text : texts) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertThrows(MalformedException.class, () -> json.readObject(text, JsonLimits.METADATA)));
        }
    }

    @Test
    void writesWithoutBlanks() throws MalformedException {
        JsonObject object = json.object()
                .add("a", json.array(List.of("x", "y")))
                .add("b", "\u00e9\"\n")
                .build();

        assertEquals("{\"a\":[\"x\",\"y\"],\"b\":\"\u00e9\\\"\\n\"}", json.write(object));
        assertEquals(object, json.readObject(json.writeBytes(object), LIMITS));
        assertEquals(object, json.object(object).build());
    }

    @Test
    void theProviderIsLookedUpOnceAndNotPerRead() throws MalformedException {
        AtomicInteger factories = new AtomicInteger();
        JsonProvider real = JsonProvider.provider();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        CountingLoader counting = new CountingLoader(before, factories);
        StrictJson kept = new StrictJson(real);
        Thread.currentThread().setContextClassLoader(counting);
        try {
            for (int i = 0; i < 100; i++) {
                JsonObject object = kept.readObject("{\"a\":[1,{\"b\":\"c\"}]}", LIMITS);
                kept.indexObject(utf8("{\"a\":[1,{\"b\":\"c\"},1.5,null]}"), LIMITS)
                        .get("a");
                kept.write(kept.object(object).add("d", 1).build());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        assertEquals(0, factories.get());
    }

    @Test
    void limitsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withMaxBytes(0));
        assertEquals(10, LIMITS.withMaxBytes(10).maxBytes());
        assertTrue(JsonLimits.CLIENT_ID_METADATA.maxBytes() == 5120);
    }

    private static final class CountingLoader extends ClassLoader {
        private final AtomicInteger lookups;

        CountingLoader(@Nullable ClassLoader parent, AtomicInteger lookups) {
            super(parent);
            this.lookups = lookups;
        }

        @Override
        public java.util.Enumeration<java.net.URL> getResources(String name) throws java.io.IOException {
            lookups.incrementAndGet();
            return super.getResources(name);
        }

        @Override
        public java.net.@Nullable URL getResource(String name) {
            lookups.incrementAndGet();
            return super.getResource(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            lookups.incrementAndGet();
            return super.loadClass(name, resolve);
        }
    }

    /** RFC 8259, section 5: whatever can be asked of an array, the one that makes its elements late answers alike. */
    @Test
    void anArrayWhoseElementsAreMadeLateIsAsTheWholeOne() throws MalformedException {
        String text = "[ \"a\\u0041\", 7 ,1.5,true,false,null,{\"b\":[1]},[[],{}],[] ]";
        JsonArray whole = json.readObject("{\"a\":" + text + "}", LIMITS).getJsonArray("a");
        JsonArray late = json.indexArray(utf8(text), LIMITS, 9);

        assertEquals(whole, late);
        assertEquals(late, whole);
        assertEquals(whole.hashCode(), late.hashCode());
        assertEquals(whole.toString(), late.toString());
        assertEquals(whole.toString(), json.write(late));
        assertEquals(whole.getValueType(), late.getValueType());
        assertEquals(9, late.size());
        assertFalse(late.isEmpty());
        assertEquals("aA", late.getString(0));
        assertEquals("aA", late.getString(0, "-"));
        assertEquals("-", late.getString(1, "-"));
        assertEquals("-", late.getString(9, "-"));
        assertEquals(7, late.getInt(1));
        assertEquals(7, late.getInt(1, 5));
        assertEquals(5, late.getInt(-1, 5));
        assertEquals(whole.getJsonNumber(2), late.getJsonNumber(2));
        assertTrue(late.getBoolean(3));
        assertFalse(late.getBoolean(4, true));
        assertTrue(late.getBoolean(9, true));
        assertThrows(ClassCastException.class, () -> late.getBoolean(0));
        assertTrue(late.isNull(5));
        assertEquals(whole.getJsonObject(6), late.getJsonObject(6));
        assertEquals(whole.getJsonArray(7), late.getJsonArray(7));
        assertTrue(late.getJsonArray(8).isEmpty());
        assertEquals(whole.getValuesAs(JsonValue.class), late.getValuesAs(JsonValue.class));
        assertThrows(IndexOutOfBoundsException.class, () -> late.get(9));
        assertThrows(IndexOutOfBoundsException.class, () -> late.get(-1));
        assertThrows(UnsupportedOperationException.class, () -> late.add(JsonValue.NULL));
        Iterator<JsonValue> ended = late.getJsonArray(8).iterator();
        assertThrows(NoSuchElementException.class, ended::next);
    }

    @Test
    void anArrayIsReadAsStrictlyAsAnObject() throws MalformedException {
        for (String wrong : List.of(
                "", " ", "{}", "1", "[", "[1", "[1,]", "[1] 2", "[{\"a\":1,\"a\":2}]", "[{\"a\":{\"b\":1,\"b\":2}}]")) {
            assertThrows(MalformedException.class, () -> json.indexArray(utf8(wrong), LIMITS, 9), wrong);
        }
        assertEquals(
                Fault.TOO_MANY,
                assertThrows(MalformedException.class, () -> json.indexArray(utf8("[1,[2,3],4]"), LIMITS, 2))
                        .fault());
        assertEquals(3, json.indexArray(utf8("[1,[2,3],4]"), LIMITS, 3).size());
        assertEquals(0, json.indexArray(utf8(" [ ] "), LIMITS, 1).size());
    }

    @Test
    void anArrayMayHaveAWideObject() throws MalformedException {
        String wide = IntStream.range(0, 65).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
        assertEquals(
                65,
                json.indexArray(utf8("[{" + wide + "}]"), JsonLimits.METADATA, 1)
                        .getJsonObject(0)
                        .size());
        byte[] twice = utf8("[{" + wide + ",\"m0\":2}]");
        assertThrows(MalformedException.class, () -> json.indexArray(twice, JsonLimits.METADATA, 1));
    }
}
