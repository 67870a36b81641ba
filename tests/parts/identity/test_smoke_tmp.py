def test_smoke(demo):
    from app.cli.demo import sign_ins
    for p in sign_ins(demo.works):
        b = demo.signed_in(p["name"])
        for path in ("/account", "/account/password", "/account/second-factor", "/account/recovery-codes", "/"):
            page = b.get(path)
            print(p["role"], path, page.status, page.h1, len(page.statements), len(page.raw))
        if p["role"] == "coordinator":
            page = b.get("/people"); print(page.h1, page.status, len(page.statements), len(page.raw))
            for x in page.tree.xpath("//tbody//a/@href"):
                q = b.get(x); print(x, q.h1, len(q.statements))
            b.get("/people/new")
            for u in ("/let-in", "/confirm-identity"):
                r = b.get(x + u); print(u, r.status, r.h1)
            r = b.post("/people/new", {**{k: v[0] for k, v in b.get("/people/new").form("/people/new").items()}, "name": "Test Ånder"})
            print(r.status, r.h1, r.tree.text_content()[:800])
