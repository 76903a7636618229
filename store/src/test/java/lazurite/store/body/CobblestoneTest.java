package lazurite.store.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Inflater;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Some of Project Wycheproof's vectors for Cobblestone-256 (c2sp_chunked_encryption_aes_256_gcm_test.json, 2026; the
 * ciphertext is deflated there). Their content is bytes of zero.
 */
class CobblestoneTest {
    private static final byte[] KEY = "YELLOW SUBMARINE YELLOW SUBMARIN".getBytes(US_ASCII);

    @ParameterizedTest(name = "vector {0}")
    @CsvSource({
        "1, '', 0, 781b72bce3c966fffb09e5d596e1d21b029b21a9599852fb9b9f644e23b86ae8, f206a92ac0ba380c8e9e3843,"
                + "78da004800b7ff43a2e39431cbae0389d3fc86adf46f7c3a24de88d9311617e53f3164cc1d5dc738a66b97f0bf786565c31799c2"
                + "f463d50a7e10046011dc6fc3c939e3a5db7affb6191551669554fb010000ffff4bc124df,"
                + "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd"
                + "47417a81a538327af927da3e",
        "2, '', 7, 14769f63d5e1008908efe8662d188e058d05be2ef94d5b4bc626bc33be412568, e73f670906cb3124dea731e1,"
                + "78da004f00b0ffa1a1b56f6db58cd1ede0c5c9db62aef20d3f96a6c594bb9252bb38122de91236502b42a1d7fcab820ffa292940"
                + "d2f86add212cfa42c38df19d3cc9139ee61a5990d3db57433514229beea49a8a72bd010000ffffdb4f2a44,"
                + "e85f32a85f1d4f7c9b2d36d20eca8435d81253e7075e9dea069eb1b6da48daf92ef1797367b520d8a46c4f72cecb85b1daff8887"
                + "fcb41721d39943d1952fc180",
        "9, 7465737420636f6e74657874, 7, 580dd69d5b20db77593dd1d6d48cfc766f87f8256039a744647da02670e32e06,"
                + " 2baf384a0102fd69155740f4,"
                + "78da004f00b0ffdbedaefc1c35dc6c0f22b743b03e488747166a51f33479e7ceb8b7e11cc0d2710f624a127501bc4aea7d0af6f8"
                + "3cfe359b9e69415aa537f36adf86eb35b070475baa039bb7791432adbca49578bbd3010000ffff2fed280a,"
                + "e85f32a85f1d4f7c9b2d36d20eca8435d81253e7075e9dea069eb1b6da48daf92ef1797367b520d8a46c4f72cecb85b1daff8887"
                + "fcb41721d39943d1952fc180",
        "10, 7465737400636f6e74657874, 7, f2ca98b1ea2d5fb43efda14acece3121119c8dd6e7331864b185563fb21fd96d,"
                + " e0fe388cf585eac9fe19150f,"
                + "78da004f00b0ff12ede102c3ef730da4f3d4dbfaf11003683238315befe73b21ebb2246ac19f3a7d50abd2a5a365f7652bda6708"
                + "14dbc883ce618256d2d513bd238c2c0dded7614d52bef77bc04273656df97a294323010000ffff7d862843,"
                + "e85f32a85f1d4f7c9b2d36d20eca8435d81253e7075e9dea069eb1b6da48daf92ef1797367b520d8a46c4f72cecb85b1daff8887"
                + "fcb41721d39943d1952fc180",
    })
    void derivesAndDecryptsAsThePublishedVectors(
            int number, String context, int length, String aeadKey, String baseNonce, String deflated, String sha512)
            throws Exception {
        byte[] stored = inflate(HexFormat.of().parseHex(deflated), (int) Cobblestone.storedLength(length));
        Cobblestone message = Objects.requireNonNull(
                Cobblestone.open(new DataKey(KEY), HexFormat.of().parseHex(context), stored, 0), "vector " + number);
        assertThat(HexFormat.of().formatHex(message.key().getEncoded())).isEqualTo(aeadKey);
        assertThat(HexFormat.of().formatHex(message.baseNonce())).isEqualTo(baseNonce);

        byte[] plain = decrypt(message, stored, length);
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(plain);
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha512);
    }

    @Test
    void refusesTheHeaderOfAnotherKeyContextOrSalt() {
        byte[] stored = new byte[Cobblestone.HEADER];
        Cobblestone.derive(new DataKey(KEY), new byte[Cobblestone.SALT], new byte[] {1})
                .writeHeader(stored, 0);
        assertThat(Cobblestone.open(new DataKey(KEY), new byte[] {1}, stored, 0))
                .isNotNull();
        assertThat(Cobblestone.open(new DataKey(KEY), new byte[] {2}, stored, 0))
                .isNull();
        assertThat(Cobblestone.open(new DataKey(new byte[32]), new byte[] {1}, stored, 0))
                .isNull();
        stored[0] ^= 1;
        assertThat(Cobblestone.open(new DataKey(KEY), new byte[] {1}, stored, 0))
                .isNull();
    }

    @Test
    void givesEveryChunkANonceOfItsOwn() throws Exception {
        Cobblestone message = Cobblestone.derive(new DataKey(KEY), new byte[Cobblestone.SALT], new byte[0]);
        ChunkCipher cipher = new ChunkCipher.Pool().take();
        byte[] first = new byte[32];
        byte[] far = new byte[32];
        cipher.encrypt(message, 1, new byte[16], 0, 16, first, 0);
        cipher.encrypt(message, (1L << 32) + 1, new byte[16], 0, 16, far, 0);
        assertThat(first).isNotEqualTo(far);
        assertThat(cipher.decrypt(message, (1L << 32) + 1, far, 0, 32, new byte[16], 0))
                .isEqualTo(16);
        assertThat(catchThrowable(() -> cipher.decrypt(message, 1, far, 0, 32, new byte[16], 0)))
                .isInstanceOf(AEADBadTagException.class);
    }

    private static byte[] decrypt(Cobblestone message, byte[] stored, int length) throws AEADBadTagException {
        byte[] plain = new byte[length];
        ChunkCipher cipher = new ChunkCipher.Pool().take();
        int to = 0;
        long chunk = 0;
        for (int at = Cobblestone.HEADER; at < stored.length; at += Cobblestone.CHUNK_STORED) {
            int step = Math.min(Cobblestone.CHUNK_STORED, stored.length - at);
            to += cipher.decrypt(message, chunk++, stored, at, step, plain, to);
        }
        assertThat(to).isEqualTo(length);
        return plain;
    }

    private static byte[] inflate(byte[] deflated, int length) throws Exception {
        byte[] out = new byte[length + 1];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(deflated);
            int got = inflater.inflate(out);
            assertThat(got).isEqualTo(length);
        }
        return Arrays.copyOf(out, length);
    }
}
