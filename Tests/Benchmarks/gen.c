// SPDX-License-Identifier: Apache-2.0
// Deterministic event-log generator.  gcc -O2 -o gen gen.c -lm
// usage: gen ROWS SEED out.csv [units.csv] [first_id] [first_day last_day]   (days counted from 2023-01-01, default 0..1095)
#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>
#include <string.h>
#include <math.h>
static uint64_t s[4];
static inline uint64_t rotl(uint64_t x,int k){return (x<<k)|(x>>(64-k));}
static inline uint64_t rnd(void){uint64_t r=rotl(s[1]*5,7)*9,t=s[1]<<17;s[2]^=s[0];s[3]^=s[1];s[1]^=s[2];s[0]^=s[3];s[2]^=t;s[3]=rotl(s[3],45);return r;}
static uint64_t sm(uint64_t*x){uint64_t z=(*x+=0x9E3779B97F4A7C15ull);z=(z^(z>>30))*0xBF58476D1CE4E5B9ull;z=(z^(z>>27))*0x94D049BB133111EBull;return z^(z>>31);}
static inline double u01(void){return (rnd()>>11)*(1.0/9007199254740992.0);}
static inline uint32_t below(uint32_t n){return (uint32_t)(((rnd()>>32)*(uint64_t)n)>>32);}
static double gauss(void){double a=u01(),b=u01();if(a<1e-300)a=1e-300;return sqrt(-2*log(a))*cos(6.283185307179586*b);}
static const char*TYPES[12]={"meeting","cppt_session","dispute","incident","referral","complaint","survey","patrol","school_visit","training","hotline_call","consultation"};
static const double TP[12]={.08,.05,.10,.20,.06,.07,.12,.22,.03,.02,.03,.02};
static const char*CATS[25]={"theft","livestock_theft","burglary","robbery","fraud","assault","domestic_violence","hooliganism","vandalism","drugs","traffic","water","land","boundary","inheritance","family","neighbour","noise","youth","border","labour_migration","extremism","lost_property","missing_person","other"};
static const char*OUTC[6]={"resolved","pending","referred","rejected","withdrawn","none"};
static const char*REG[4]={"SUG","KHT","DRS","GBA"};
static const char*WORDS[]={"участковый","провёл","встречу","жители","махалла","джамоат","вопрос","воды","земли","спор","решён","сторонами","заявление","передано","прокуратура","молодёжь","школа","безопасность","дорога","женщины","совет","партнёрство","милиция","обращение","проверка","профилактика","сосед","граница","вечером","повторно"};
#define NW 30
typedef struct{char code[16];int region,district;int pop[10];double w;int rural;}Unit;
static Unit U[1200];static double cum[1200];static int alias_idx[1200];static double alias_p[1200];
static double tc[12];
static int mdays[]={31,28,31,30,31,30,31,31,30,31,30,31};
static char daystr[1500][11];
static void mkdays(void){int y=2023,m=0,d=1;for(int i=0;i<1500;i++){sprintf(daystr[i],"%04d-%02d-%02d",y,m+1,d);int dm=mdays[m]+((m==1&&y%4==0)?1:0);if(++d>dm){d=1;if(++m==12){m=0;y++;}}}}
static inline char*puts_(char*p,const char*q){while(*q)*p++=*q++;return p;}
static inline char*putu(char*p,uint64_t v){char t[24];int n=0;do{t[n++]='0'+v%10;v/=10;}while(v);while(n)*p++=t[--n];return p;}
static inline char*putts(char*p,int64_t min){int d=min/1440,m=min%1440;memcpy(p,daystr[d],10);p+=10;*p++='T';int h=m/60;m%=60;*p++='0'+h/10;*p++='0'+h%10;*p++=':';*p++='0'+m/10;*p++='0'+m%10;return p;}
int main(int argc,char**argv){
  if(argc<4)return 2;
  uint64_t N=strtoull(argv[1],0,10),seed=strtoull(argv[2],0,10);
  const char*units=argc>4?argv[4]:"-";uint64_t id0=argc>5?strtoull(argv[5],0,10):1;
  int day0=argc>6?atoi(argv[6]):0,day1=argc>7?atoi(argv[7]):1095; // 2023..2025 has 1096 days (0..1095)
  mkdays();
  // the world (fixed seed, so that every file shares it)
  uint64_t x=20230101;for(int i=0;i<4;i++)s[i]=sm(&x);
  char dn[60][4];int nd=0;int dreg[60];int per[4]={18,25,10,7};
  for(int r=0;r<4;r++)for(int k=0;k<per[r];k++){again:;for(int j=0;j<3;j++)dn[nd][j]="ABDFGHIJKMNPRSTVZ"[below(17)];dn[nd][3]=0;for(int q=0;q<nd;q++)if(!strcmp(dn[q],dn[nd]))goto again;dreg[nd]=r;nd++;}
  double tot=0;
  for(int i=0;i<1200;i++){int d=i/20;U[i].district=d;U[i].region=dreg[d];sprintf(U[i].code,"TJ-%s-%s-%03d",REG[dreg[d]],dn[d],i%20+1);
    int base=3000+(int)(exp(8.5+0.7*gauss()));U[i].rural=u01()<.7;int f=base*(48+below(5))/100;
    double ap[5]={.36,.22,.22,.13,.07};int used=0;
    U[i].pop[0]=base;U[i].pop[1]=f;U[i].pop[2]=base-f;for(int a=0;a<4;a++){U[i].pop[3+a]=(int)(base*ap[a]*(0.95+0.1*u01()));used+=U[i].pop[3+a];}U[i].pop[7]=base-used>0?base-used:1;
    int ur=U[i].rural?base*(2+below(10))/100:base*(85+below(14))/100;U[i].pop[8]=ur;U[i].pop[9]=base-ur;
    U[i].w=base*exp(0.5*gauss());tot+=U[i].w;}
  {double sc[1200];int sm_[1200],lg[1200],ns=0,nl=0;for(int i=0;i<1200;i++){sc[i]=U[i].w/tot*1200;if(sc[i]<1)sm_[ns++]=i;else lg[nl++]=i;}
   while(ns&&nl){int a=sm_[--ns],b=lg[--nl];alias_p[a]=sc[a];alias_idx[a]=b;sc[b]-=1-sc[a];if(sc[b]<1)sm_[ns++]=b;else lg[nl++]=b;}
   while(nl)alias_p[lg[--nl]]=1;while(ns)alias_p[sm_[--ns]]=1;}
  if(strcmp(units,"-")){FILE*u=fopen(units,"w");fprintf(u,"unit_code,region_code,district_code,pop_total,pop_F,pop_M,pop_u18,pop_18_29,pop_30_44,pop_45_59,pop_60p,pop_urban,pop_rural\n");
   for(int i=0;i<1200;i++){char r[16],d[16];memcpy(r,U[i].code,6);r[6]=0;memcpy(d,U[i].code,10);d[10]=0;fprintf(u,"%s,%s,%s",U[i].code,r,d);for(int k=0;k<10;k++)fprintf(u,",%d",U[i].pop[k]);fputc('\n',u);}fclose(u);}
  double c=0;for(int i=0;i<12;i++){c+=TP[i];tc[i]=c;}
  x=seed;for(int i=0;i<4;i++)s[i]=sm(&x);
  FILE*f=fopen(argv[3],"w");static char iob[1<<22];setvbuf(f,iob,_IOFBF,sizeof iob);
  fputs("event_id,event_type,occurred_at,closed_at,unit_code,officer_id,sex,age,settlement,category,outcome,attendees,women,weight,answer,note\n",f);
  int64_t M0=(int64_t)day0*1440,M1=(int64_t)(day1+1)*1440; double span=(double)(M1-M0);
  static char row[4096];
  for(uint64_t i=0;i<N;i++){
    char*p=row;p=putu(p,id0+i);*p++=',';
    double tu=u01();int t=0;while(t<11&&tu>=tc[t])t++;
    p=puts_(p,TYPES[t]);*p++=',';
    // roughly in order of time, registered up to ~10 days off
    int64_t m=M0+(int64_t)(span*((double)i+0.5)/(double)N)+(int64_t)(gauss()*4000);
    m=m-m%1440+420+below(840); if(below(8)==0)m=m-m%1440+below(1440);
    if(m<M0)m=M0+below(1440*3);if(m>=M1)m=M1-1-below(1440*3);
    p=putts(p,m);*p++=',';
    int o=5;int64_t dur=-1;
    switch(t){
      case 2:{double q=u01();o=q<.62?0:q<.80?1:q<.88?2:q<.93?3:4;if(o!=1)dur=(int64_t)exp(9.6+1.1*gauss())+30;break;}
      case 3:{double q=u01();o=q<.55?0:q<.80?1:q<.95?2:q<.98?3:4;if(o==0||o==3||o==4||(o==2&&below(2)))dur=(int64_t)exp(8.2+1.4*gauss())+10;break;}
      case 4:{double q=u01();o=q<.48?0:q<.85?1:q<.93?3:4;if(o!=1)dur=(int64_t)exp(8.9+0.9*gauss())+60;break;}
      case 5:{double q=u01();o=q<.40?0:q<.60?1:q<.70?2:q<.92?3:4;if(o!=1)dur=(int64_t)exp(9.2+0.8*gauss())+60;break;}
      case 10:o=below(3)?0:2;break; case 11:o=below(4)?0:2;break;
      default:break;}
    if(dur>=0){if(dur>150000)dur=150000-below(20000);p=putts(p,m+dur);}
    *p++=',';
    uint32_t k=below(1200);if(u01()>=alias_p[k])k=alias_idx[k];
    Unit*un=&U[k];memcpy(p,un->code,14);p+=14;*p++=',';
    int off=k*5+ (below(4)?below(2):below(5)); if(below(10)==0)off=(k/20*20+below(20))*5+below(5);
    p=putu(p,10001+off);*p++=',';
    {uint32_t q=below(100);if(t==3||t==5||t==2||t==7){if(q<38)*p++='F';else if(q<96)*p++='M';}else{if(q<52)*p++='F';else if(q<98)*p++='M';}}*p++=',';
    if(below(100)<95){int a=14+(int)(fabs(gauss())*20)+(int)below(12);if(a>92)a=92;p=putu(p,a);}*p++=',';
    p=puts_(p,(un->rural?below(100)<92:below(100)<12)?"rural":"urban");*p++=',';
    int cat; if(t==2)cat=11+below(7);else{cat=below(25);if(cat>10&&below(2))cat=below(11);} p=puts_(p,CATS[cat]);*p++=',';
    p=puts_(p,OUTC[o]);*p++=',';
    int att=0,wom=0;if(t==0||t==1||t==8||t==9){att=3+(int)exp(2.6+0.6*gauss());if(att>400)att=400;wom=(int)(att*(0.15+0.4*u01()));p=putu(p,att);*p++=',';p=putu(p,wom);}else *p++=',';
    *p++=',';
    {uint32_t w=t==6?(uint32_t)(10000*exp(0.35*gauss())):10000; if(w<1000)w=1000;if(w>60000)w=60000;
     *p++='0'+w/10000;*p++='.';uint32_t fr=w%10000;*p++='0'+fr/1000;*p++='0'+fr/100%10;*p++='0'+fr/10%10;*p++='0'+fr%10;}
    *p++=',';
    if(t==6&&below(100)<94){double z=3.4+1.1*gauss();int a=(int)(z+.5);if(a<1)a=1;if(a>5)a=5;*p++='0'+a;}
    *p++=',';
    uint32_t nq=below(1000);
    if(nq<30){*p++='"';int n=3+below(5);for(int j=0;j<n;j++){p=puts_(p,WORDS[below(NW)]);uint32_t z=below(6);if(z==0){*p++=',';*p++=' ';}else if(z==1)*p++='\n';else if(z==2){*p++=' ';*p++='"';*p++='"';p=puts_(p,WORDS[below(NW)]);*p++='"';*p++='"';*p++=' ';}else *p++=' ';}*p++=',';*p++=' ';p=puts_(p,WORDS[below(NW)]);*p++='"';}
    else if(nq<280){int n=2+below(5);for(int j=0;j<n;j++){if(j)*p++=' ';p=puts_(p,WORDS[below(NW)]);}}
    *p++='\n';
    fwrite(row,1,p-row,f);
  }
  fclose(f);return 0;}
